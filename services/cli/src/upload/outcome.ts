import type { FoundFile } from "./find-files.ts";

/** How it went with one file. */
export type Outcome =
  /** The site has it now, and had it not before. */
  | { readonly kind: "uploaded"; readonly mediaId: string }
  /** The site had it before. */
  | { readonly kind: "there"; readonly mediaId: string }
  /** A dry run would have sent it. */
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

export interface FileOutcome {
  readonly file: FoundFile;
  readonly outcome: Outcome;
}
