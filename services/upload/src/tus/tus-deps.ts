import type { Readable } from "node:stream";
import type { Knex, ObjectStore, UploadLock } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";
import type { UploadMetrics } from "../upload-metrics.ts";
import type { Checksum } from "./checksum.ts";
import type { HashMemory } from "./hash-memory.ts";
import type { PostgresLocker } from "./postgres-locker.ts";

export interface TusDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly locker: PostgresLocker;
  readonly hashes: HashMemory;
  readonly maxUploadSizeBytes: number;
  readonly partSizeBytes: number;
  readonly expiryMs: number;
  readonly metrics: UploadMetrics;
  readonly logger: Logger;
}

/** Bytes for an upload, and under what conditions they may be written. */
export interface Source {
  readonly body: Readable;
  readonly checksum: Checksum | undefined;
  readonly lock: UploadLock;
  /** Aborted with a `StopReason` when the lock must be let go. */
  readonly stop: AbortSignal;
  readonly traceparent: string | undefined;
}

/** The media that a finished upload became. */
export interface Outcome {
  readonly mediaId: string;
  readonly duplicate: boolean;
}
