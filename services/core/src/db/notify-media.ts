import type { Database } from "./open-database.ts";

/** NOTIFY channel on which every change of a media is told; payload: `MediaNotice` as JSON. */
export const mediaChannel = "mediashare_media";

/** NOTIFY channel that wakes the outbox relay; no payload. */
export const outboxChannel = "mediashare_outbox";

/** NOTIFY channel that wakes the sender of webhooks; no payload. */
export const webhookChannel = "mediashare_webhook";

export interface MediaNotice {
  readonly id: string;
  readonly ownerId: string;
}

/** Inside a transaction it is told at commit, and several equal notices become one. */
export async function notifyMedia(db: Database, media: { id: string; owner_id: string }): Promise<void> {
  const notice: MediaNotice = { id: media.id, ownerId: media.owner_id };
  await db.raw("select pg_notify(?, ?)", [mediaChannel, JSON.stringify(notice)]);
}
