import { liveMediaStates, type MediaState } from "@mediashare/contract";
import { lockSpaces } from "../../lock-keys.ts";
import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import { onlyShown, type ShownMedia } from "./shown-media.ts";
import { startNextRun } from "./start-next-run.ts";

export type RetryOutcome =
  | { readonly outcome: "retried"; readonly media: ShownMedia }
  | { readonly outcome: "gone" }
  /** Only what failed can be tried again. */
  | { readonly outcome: "not_failed"; readonly state: MediaState }
  /** The owner uploaded the same content again meanwhile. */
  | { readonly outcome: "superseded"; readonly by: string };

/** Starts the next run over a failed media, from its original. */
export async function retryMedia(
  db: Database,
  request: { id: string; ownerId: string; traceparent: string | undefined },
): Promise<RetryOutcome> {
  return db.transaction(async (trx): Promise<RetryOutcome> => {
    const media = await trx<ShownMedia>("media").where({ id: request.id, owner_id: request.ownerId }).modify(onlyShown).forUpdate().first();
    if (!media) return { outcome: "gone" };
    if (media.state !== "failed") return { outcome: "not_failed", state: media.state };

    await trx.raw("select pg_advisory_xact_lock(?, hashtext(?))", [lockSpaces.content, media.owner_id + media.sha256.toString("hex")]);
    const twin = await trx("media").where({ owner_id: media.owner_id, sha256: media.sha256 }).whereIn("state", liveMediaStates).first("id");
    if (twin) return { outcome: "superseded", by: twin.id };

    const retried = await startNextRun(trx, media, request.traceparent);
    await notifyMedia(trx, media);
    return { outcome: "retried", media: retried };
  });
}
