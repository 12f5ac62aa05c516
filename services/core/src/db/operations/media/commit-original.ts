import { liveMediaStates, type MediaKind } from "@mediashare/contract";
import { DomainError } from "@mediashare/kit";
import { lockSpaces } from "../../lock-keys.ts";
import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";
import { createTask } from "../task/create-task.ts";

export interface OriginalFacts {
  readonly mediaId: string;
  readonly sha256: Buffer;
  readonly sizeBytes: number;
  /** As found in the content. */
  readonly contentType: string;
  readonly kind: MediaKind;
  readonly traceparent: string | undefined;
}

export interface Commit {
  readonly media: MediaRow;
  /**
   * True when the owner has this content already: `media` is the one that was there. The new row is `deleted`; its object and
   * then the row (`removeMedia`) are the caller's to remove, and the sweep of deleted media does it where the caller has died.
   */
  readonly duplicate: boolean;
}

export class MediaGoneError extends DomainError {
  readonly code = "media_gone";
}

/**
 * Makes a received original a media of its owner: row `stored`, its first task and that task's outbox message, all or none.
 * Committing the same media again answers as the first time, so a caller that does not know how it ended may just repeat it.
 * @throws MediaGoneError when the row is not there (any more)
 */
export async function commitOriginal(db: Database, facts: OriginalFacts): Promise<Commit> {
  return db.transaction(async (trx) => {
    const media = await trx("media").where({ id: facts.mediaId }).forUpdate().first();
    if (!media) throw new MediaGoneError(`There is no upload ${facts.mediaId} to commit: it was deleted or has expired.`);
    if (media.state !== "receiving" && media.state !== "deleted") return { media, duplicate: false };

    await trx.raw("select pg_advisory_xact_lock(?, hashtext(?))", [lockSpaces.content, media.owner_id + facts.sha256.toString("hex")]);
    const twin = await trx("media").where({ owner_id: media.owner_id, sha256: facts.sha256 }).whereIn("state", liveMediaStates).first();
    if (twin) {
      if (twin.trashed_at) {
        // Who uploads it again wants it back.
        await trx("media")
          .where({ id: twin.id })
          .orWhere({ live_of: twin.id })
          .orWhere({ live_video: twin.id })
          .update({ trashed_at: null, updated_at: trx.fn.now() });
        await notifyMedia(trx, twin);
      }
      await trx("media").where({ id: media.id }).update({ state: "deleted", updated_at: trx.fn.now() });
      return { media: twin, duplicate: true };
    }
    if (media.state === "deleted") throw new MediaGoneError(`The upload ${facts.mediaId} cannot be committed: it was given up.`);

    const [stored] = await trx("media")
      .where({ id: media.id })
      .update({
        state: "stored",
        sha256: facts.sha256,
        size_bytes: facts.sizeBytes,
        content_type: facts.contentType,
        kind: facts.kind,
        updated_at: trx.fn.now(),
      })
      .returning("*");
    await createTask(trx, {
      media: stored as MediaRow,
      kind: "process",
      ordinal: 0,
      spec: {},
      weight: 1,
      traceparent: facts.traceparent,
    });
    await notifyMedia(trx, media);
    return { media: stored as MediaRow, duplicate: false };
  });
}
