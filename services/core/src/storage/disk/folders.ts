import { mkdir, open, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { isErrno } from "./disk-errors.ts";

const maxRemembered = 10_000;

/** Folders below a root that come with their first object and go with their last. */
export class Folders {
  readonly #root: string;
  /** Known to be on disk up to the root; only ever a shortcut, as other processes may remove a folder. */
  readonly #durable = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Makes the folder and its parents, durably. */
  async ensure(folder: string): Promise<void> {
    if (this.#durable.has(folder)) return;
    await mkdir(folder, { recursive: true });
    for (let parent = folder; parent !== this.#root; ) {
      parent = dirname(parent);
      await syncFolder(parent);
    }
    if (this.#durable.size >= maxRemembered) this.#durable.clear();
    this.#durable.add(folder);
  }

  /** Makes the names in the folder durable. A folder that is gone has lost its objects to a later delete, which is fine. */
  async sync(folder: string): Promise<void> {
    try {
      await syncFolder(folder);
    } catch (error) {
      if (!isErrno(error, "ENOENT")) throw error;
      this.forget(folder);
    }
  }

  /** To be told when a folder turns out to be gone. */
  forget(folder: string): void {
    this.#durable.delete(folder);
  }

  /** Removes the folder and its parents as far as they are empty. */
  async prune(folder: string): Promise<void> {
    for (let empty = folder; empty !== this.#root; empty = dirname(empty)) {
      this.#durable.delete(empty);
      try {
        await rmdir(empty);
      } catch (error) {
        if (isErrno(error, "ENOENT")) continue;
        if (isErrno(error, "ENOTEMPTY", "EEXIST")) return;
        throw error;
      }
    }
  }
}

/** Makes names created in or renamed into the folder survive a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
