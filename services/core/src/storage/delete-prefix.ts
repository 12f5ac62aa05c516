import type { ObjectStore } from "./object-store.ts";

/** S3's limit for one DeleteObjects call. */
const batchSize = 1_000;

/** Deletes every object whose key starts with `prefix`. */
export async function deletePrefix(store: ObjectStore, prefix: string): Promise<number> {
  let deleted = 0;
  let keys: string[] = [];
  for await (const { key } of store.list(prefix)) {
    keys.push(key);
    if (keys.length < batchSize) continue;
    await store.delete(keys);
    deleted += keys.length;
    keys = [];
  }
  await store.delete(keys);
  return deleted + keys.length;
}
