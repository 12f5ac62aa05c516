import type { Knex } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";
import { recordWebhookEvent } from "./record-webhook-event.ts";

/** Has webhooks told of a link: what it shares and allows, and nothing that would open it. */
export async function tellOfShare(trx: Knex.Transaction, type: "share.created" | "share.revoked", link: ShareLinkRow): Promise<void> {
  await recordWebhookEvent(trx, {
    ownerId: link.owner_id,
    type,
    data: {
      id: link.id,
      albumId: link.album_id,
      mediaId: link.media_id,
      hasPassword: link.password_hash !== null,
      expiresAt: link.expires_at?.toISOString() ?? null,
      allowsUpload: link.allows_upload,
      allowsDownload: link.allows_download,
    },
  });
}
