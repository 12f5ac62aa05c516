import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "../storage/object-store.ts";

/** A file that can be read anywhere. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** The bytes from start to before end; fewer where the file ends earlier. */
  read(start: number, end: number): Promise<Buffer>;
}

export async function openObject(store: ObjectStore, key: string): Promise<ByteSource> {
  const { sizeBytes } = await store.head(key);
  return {
    sizeBytes,
    read: async (start, end) => {
      const last = Math.min(end, sizeBytes);
      if (start >= last || start < 0) return Buffer.alloc(0);
      return buffer((await store.get(key, { start, end: last })).body);
    },
  };
}
