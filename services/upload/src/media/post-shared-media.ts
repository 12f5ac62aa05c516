import { addMediaToAlbum, commitOriginal } from "@mediashare/core";
import type { RequestState } from "@mediashare/kit";
import type { Context } from "koa";
import { standingLink } from "../standing-link.ts";
import { type FormDeps, receiveAll } from "./post-media.ts";

/**
 * `POST /v1/shared-media`: files that a visitor of a share link adds to its album. They become media of the album's owner. The answer
 * tells nothing of the owner's library, not even that it had the same file already.
 */
export async function postSharedMedia(ctx: Context & { state: RequestState }, deps: FormDeps): Promise<void> {
  const link = await standingLink(ctx, deps);
  const { reply } = await receiveAll(ctx, deps, link.ownerId, (db, facts) =>
    db.transaction(async (trx) => {
      const commit = await commitOriginal(trx, facts);
      const { albumId, ownerId, linkId: shareLinkId } = link;
      await addMediaToAlbum(trx, { albumId, ownerId, mediaIds: [commit.media.id], shareLinkId });
      return commit;
    }),
  );
  const { items } = reply.body as { items: readonly object[] };
  ctx.status = reply.status;
  ctx.body = { items: items.map((item) => ("problem" in item ? item : { fileName: Reflect.get(item, "fileName") })) };
}
