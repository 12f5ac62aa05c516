import { answerOf, type MediashareClient } from "@mediashare/client";
import type { FileOutcome } from "./outcome.ts";
import { retryCall } from "./retry-call.ts";

/** The album that an upload goes into. */
export interface TargetAlbum {
  readonly id: string;
  /** As people named it: its title, or its id. */
  readonly name: string;
}

/** How many an album takes at once. */
const batchSize = 500;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The album of this id, or the own one of this title, which is made where there is none. Asked before anything is sent, so that who may
 * not add to it learns it then.
 * @throws RefusedError, UnreachableError, UnexpectedAnswerError
 */
export async function openTargetAlbum({ api }: MediashareClient, name: string, signal: AbortSignal): Promise<TargetAlbum> {
  if (uuid.test(name)) {
    const params = { path: { id: name } };
    await retryCall(() => answerOf(api.POST("/v1/albums/{id}/items", { params, body: { mediaIds: [] }, signal })), signal);
    return { id: name, name };
  }
  const body = { title: name, reuse: true };
  const { id, title } = await retryCall(() => answerOf(api.POST("/v1/albums", { body, signal })), signal);
  return { id, name: title };
}

/** Adds what the site has, in the order of the files. @returns how many the album had not yet */
export async function addToAlbum(
  { api }: MediashareClient,
  album: TargetAlbum,
  mediaIds: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const params = { path: { id: album.id } };
  let added = 0;
  for (let start = 0; start < mediaIds.length; start += batchSize) {
    const body = { mediaIds: mediaIds.slice(start, start + batchSize) };
    added += (await retryCall(() => answerOf(api.POST("/v1/albums/{id}/items", { params, body, signal })), signal)).added;
  }
  return added;
}

const byName = new Intl.Collator("en", { numeric: true });

/**
 * The media of these files, each once, by the names of their files and folders: as cameras number them, so IMG_9 before IMG_10. When
 * they were taken is known only after they were processed.
 */
export function albumOrder(outcomes: readonly FileOutcome[]): string[] {
  const there = outcomes.flatMap(({ file, outcome }) => ("mediaId" in outcome ? [{ path: file.path, mediaId: outcome.mediaId }] : []));
  return [...new Set(there.toSorted((one, other) => byName.compare(one.path, other.path)).map(({ mediaId }) => mediaId))];
}
