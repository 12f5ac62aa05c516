import { parseInboxKey } from "@mediashare/contract";
import { type MediaRow, ObjectNotFoundError } from "@mediashare/core";
import { type Logger, ProblemError } from "@mediashare/kit";
import { v5 as nameId } from "uuid";
import { type TakeDeps, takeObject } from "./take-object.ts";

export interface AdoptDeps extends TakeDeps {
  readonly logger: Logger;
}

/** Ids of adopted files come from their keys, so that the same event twice is the same media. */
const namespace = "6f1f2f7e-8a53-4d0c-9d3b-0f3c2f1f7a11";

/** The owner, media and file name that a key in the inbox stands for, or undefined for any other key. */
export function nameInboxObject(key: string): { mediaId: string; ownerId: string; fileName: string } | undefined {
  const named = parseInboxKey(key);
  return named && { ...named, mediaId: nameId(key, namespace) };
}

/**
 * Makes a file that somebody put into the bucket by other means a media of the owner that its key names; it stays where it lies.
 * Other keys are not ours to adopt: what the upload fleet stored has a row already.
 */
export async function adoptObject({ logger, ...deps }: AdoptDeps, key: string): Promise<MediaRow | undefined> {
  const named = nameInboxObject(key);
  if (!named) return undefined;
  if (await deps.db("media").where({ id: named.mediaId }).first("id")) return undefined;
  try {
    return (await takeObject(deps, { key, ...named, hasRow: false })).media;
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof ObjectNotFoundError)) throw error;
    logger.warn({ key, code: error.code, fault: error.message }, "a file in the inbox was not adopted; it stays where it is");
    return undefined;
  }
}
