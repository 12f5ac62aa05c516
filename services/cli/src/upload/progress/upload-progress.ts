import type { FoundFile } from "../find-files.ts";
import type { Outcome } from "../outcome.ts";

/** Who shows how far an upload is. */
export interface UploadProgress {
  /** So many bytes more were hashed. */
  hashed(bytes: number): void;
  started(file: FoundFile): void;
  /** So many bytes of it are sent by now. */
  sent(file: FoundFile, bytes: number): void;
  settled(file: FoundFile, outcome: Outcome): void;
  /** Nothing more comes. */
  end(): void;
}
