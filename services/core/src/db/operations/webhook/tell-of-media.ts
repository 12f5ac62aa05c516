import type { Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";
import { recordWebhookEvent } from "./record-webhook-event.ts";

/** Has webhooks told that a media is ready or has failed. */
export async function tellOfMedia(trx: Knex.Transaction, type: "media.ready" | "media.failed", media: MediaRow): Promise<void> {
  await recordWebhookEvent(trx, {
    ownerId: media.owner_id,
    type,
    data: {
      id: media.id,
      kind: media.kind,
      fileName: media.file_name,
      contentType: media.content_type,
      sizeBytes: media.size_bytes,
      sha256: media.sha256?.toString("hex") ?? null,
      width: media.width,
      height: media.height,
      durationMs: media.duration_ms,
      ...(type === "media.failed" ? { failure: { code: media.failure_code, message: media.failure_message } } : {}),
    },
  });
}
