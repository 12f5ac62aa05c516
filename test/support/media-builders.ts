import { deliveryKeys, type Knex, type MediaRow, type RenditionRow } from "@mediashare/core";
import { insertMedia } from "./rows.ts";

/** An output of a media's current run, as the workers enter it. */
export async function insertRendition(
  db: Knex,
  media: MediaRow,
  over: Partial<RenditionRow> & Pick<RenditionRow, "name">,
): Promise<RenditionRow> {
  const generation = over.generation ?? media.generation;
  const [row] = await db("rendition")
    .insert({
      media_id: media.id,
      generation,
      role: "image",
      content_type: "image/webp",
      key: deliveryKeys.generationPrefix(media.id, generation) + over.name,
      size_bytes: 1_000,
      ...over,
    })
    .returning("*");
  return row as RenditionRow;
}

/** A finished photo in two widths. */
export async function insertReadyImage(db: Knex, over: Partial<MediaRow> = {}): Promise<MediaRow> {
  const media = await insertMedia(db, {
    state: "ready",
    progress: 1,
    width: 1600,
    height: 1200,
    thumbhash: Buffer.from([1, 2, 3]),
    ...over,
  });
  await insertRendition(db, media, { name: "w1280.webp", width: 1280, height: 960 });
  await insertRendition(db, media, { name: "w320.webp", width: 320, height: 240 });
  await insertRendition(db, media, { name: "w320.jpg", width: 320, height: 240, content_type: "image/jpeg" });
  return media;
}

/** A video that can be watched, with everything that is made of one. */
export async function insertWatchableVideo(db: Knex, over: Partial<MediaRow> = {}): Promise<MediaRow> {
  const media = await insertMedia(db, {
    state: "processing",
    kind: "video",
    file_name: "clip.mp4",
    content_type: "video/mp4",
    width: 1280,
    height: 720,
    duration_ms: 60_000,
    playable: true,
    progress: 0.5,
    ...over,
  });
  const playlist = { role: "playlist", content_type: "application/vnd.apple.mpegurl" } as const;
  for (const name of ["audio.m3u8", "main.m3u8", "v720.m3u8"]) await insertRendition(db, media, { name, ...playlist });
  await insertRendition(db, media, { name: "v720", role: "video", content_type: "video/mp4", width: 1280, height: 720 });
  await insertRendition(db, media, { name: "poster-640.jpg", role: "poster", content_type: "image/jpeg", width: 640, height: 360 });
  await insertRendition(db, media, { name: "storyboard-0.jpg", role: "storyboard", content_type: "image/jpeg" });
  await insertRendition(db, media, { name: "storyboard.vtt", role: "storyboard", content_type: "text/vtt" });
  return media;
}
