import { randomBytes } from "node:crypto";
import { localOwnerId, objectKeys } from "@mediashare/contract";
import type { Knex, MediaRow, TaskRow } from "@mediashare/core";
import { v7 as newId } from "uuid";

/** A media row as the fleets would have made it; `over` says what this test is about. */
export async function insertMedia(db: Knex, over: Partial<MediaRow> = {}): Promise<MediaRow> {
  const id = over.id ?? newId();
  const owner = over.owner_id ?? localOwnerId;
  const [row] = await db("media")
    .insert({
      id,
      owner_id: owner,
      state: "stored",
      kind: "image",
      file_name: "photo.jpg",
      content_type: "image/jpeg",
      size_bytes: 1_000,
      sha256: randomBytes(32),
      original_key: objectKeys.original(owner, id),
      ...over,
    })
    .returning("*");
  return row as MediaRow;
}

/** A waiting task of this media. */
export async function insertTask(db: Knex, media: MediaRow, over: Partial<TaskRow> = {}): Promise<TaskRow> {
  const [row] = await db("task")
    .insert({ id: newId(), media_id: media.id, owner_id: media.owner_id, generation: media.generation, kind: "process", ...over })
    .returning("*");
  return row as TaskRow;
}
