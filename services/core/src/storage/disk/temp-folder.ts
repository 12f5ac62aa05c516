import { randomUUID } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isErrno } from "./disk-errors.ts";

/** A write that has not moved for this long belongs to a process that is gone. */
const staleAfterMs = 24 * 60 * 60 * 1000;
const sweepEveryMs = 60 * 60 * 1000;

/** Names for what is not an object yet, or no longer; on the same file system as the objects, so that a rename moves it. */
export class TempFolder {
  readonly path: string;
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.path = path;
  }

  newPath(): string {
    return join(this.path, randomUUID());
  }

  /** Removes what killed processes left, at most once an hour. */
  async sweep(nowMs: number): Promise<void> {
    if (nowMs - this.#sweptAtMs < sweepEveryMs) return;
    this.#sweptAtMs = nowMs;
    for (const name of await readdir(this.path)) {
      const path = join(this.path, name);
      if (nowMs - (await modifiedAtMs(path)) > staleAfterMs) await rm(path, { recursive: true, force: true });
    }
  }
}

async function modifiedAtMs(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
