import { lockSpaces } from "../../lock-keys.ts";
import { notifyMedia } from "../../notify-media.ts";
import type { Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** Phones film one second and a half before and after; some programs a little longer. */
const longestMs = 10_000;
/** A photo and its video have their times from different moments of the same press. */
const nearSeconds = 3;

/**
 * Makes one item of the photo and the video of a live photo, when the second of them becomes ready: those of an owner with the same
 * identifier, else those of the same name, whatever its ending, that were taken at the same time. The video leaves the lists, and goes
 * where its photo goes. One pair of an owner at a time, so that two that become ready at once see each other. Call it inside `withLease`.
 */
export async function pairLive(trx: Knex.Transaction, media: MediaRow): Promise<void> {
  if (media.live_of || media.live_video || !mayBePart(media)) return;
  await trx.raw("select pg_advisory_xact_lock(?, hashtext(?))", [lockSpaces.live, media.owner_id]);
  const other = (await findByIdentifier(trx, media)) ?? (await findByName(trx, media));
  if (!other) return;
  const [photo, video] = media.kind === "image" ? [media, other] : [other, media];
  await trx("media").where({ id: video.id }).update({ live_of: photo.id, updated_at: trx.fn.now() });
  await trx("media").where({ id: photo.id }).update({ live_video: video.id, updated_at: trx.fn.now() });
  await notifyMedia(trx, other);
}

const mayBePart = ({ kind, duration_ms }: MediaRow) => kind === "image" || (duration_ms !== null && duration_ms <= longestMs);

/** The owner's other half of a pair. */
function others(trx: Knex.Transaction, media: MediaRow): Knex.QueryBuilder {
  const query = trx("media").where({ owner_id: media.owner_id, kind: media.kind === "image" ? "video" : "image", state: "ready" });
  query.whereRaw("listed and live_video is null");
  if (media.kind === "image") query.where("duration_ms", "<=", longestMs);
  return query.orderBy("id");
}

async function findByIdentifier(trx: Knex.Transaction, media: MediaRow): Promise<MediaRow | undefined> {
  const { contentId } = media.facts;
  if (contentId === undefined) return undefined;
  return others(trx, media).whereRaw("facts \\? 'contentId' and facts ->> 'contentId' = ?", [contentId]).first();
}

/** Where both have identifiers, these have decided. Served by the index of the timeline. */
async function findByName(trx: Knex.Transaction, media: MediaRow): Promise<MediaRow | undefined> {
  const { captured_at: at, facts, file_name } = media;
  if (at === null) return undefined;
  const query = others(trx, media)
    .whereRaw("timeline_at between ?::timestamptz - ? * interval '1 second' and ?::timestamptz + ? * interval '1 second'", [
      at,
      nearSeconds,
      at,
      nearSeconds,
    ])
    .whereRaw("captured_at is not null and regexp_replace(lower(file_name), '\\.[^.]*$', '') = ?", [stemOf(file_name)]);
  if (facts.contentId !== undefined) query.whereRaw("not facts \\? 'contentId'");
  return query.first();
}

const stemOf = (fileName: string) => fileName.toLowerCase().replace(/\.[^.]*$/, "");
