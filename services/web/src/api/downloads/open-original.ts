import { Readable } from "node:stream";
import { applyPatches, findPlace, type ObjectStore, openObject, type Patch, type ShownMedia } from "@mediashare/core";

/**
 * What has to change in an original so that it no longer says its place; nothing where it may say it.
 * @throws UnknownPlaceError where it cannot be given away without; ObjectNotFoundError
 */
export async function planPlace(originals: ObjectStore, media: ShownMedia, withPlace: boolean): Promise<readonly Patch[]> {
  return withPlace ? [] : findPlace(await openObject(originals, media.original_key), media.content_type);
}

export async function openPatched(originals: ObjectStore, media: ShownMedia, patches: readonly Patch[]): Promise<Readable> {
  const { body } = await originals.get(media.original_key);
  return patches.length === 0 ? body : Readable.from(applyPatches(body, patches));
}
