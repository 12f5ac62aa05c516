import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { basename } from "node:path/posix";
import { publishMedia, putRenditions, type RenditionRow, withLease } from "@mediashare/core";
import type { Source } from "../ffmpeg/source-server.ts";
import { retryOutage } from "../retry-outage.ts";
import { withScratch } from "../scratch.ts";
import type { TaskContext, TaskHandler } from "../task-context.ts";
import { makePoster } from "../video/make-poster.ts";
import { makeStoryboard } from "../video/make-storyboard.ts";
import { type StillsSpec, stillsSpecSchema } from "../video/plan/specs.ts";
import { renderStoryboardVtt } from "../video/playlists/storyboard-vtt.ts";
import { contentAddressed, renditionRow, storeOutput } from "./outputs.ts";
import { decodeImage, storeImages } from "./process-image.ts";
import { completeVideoTask } from "./publish-video.ts";
import type { TaskDeps } from "./task-deps.ts";
import { withOriginal } from "./with-original.ts";

/** Makes a video's poster, in the sizes of an image, and its storyboard for scrubbing. */
export function stillsHandler(deps: TaskDeps): TaskHandler {
  return async (context) => {
    const spec = stillsSpecSchema.parse(context.task.spec);
    await withOriginal(deps, context.media, async (source) => {
      await publishPoster(deps, context, source, spec);
      context.reportProgress(0.5);
      const storyboard = await storeStoryboard(deps, context, source, spec);
      await completeVideoTask(deps, context, (trx) => putRenditions(trx, storyboard));
    });
  };
}

/** The poster is shown as soon as it is there. */
async function publishPoster(deps: TaskDeps, context: TaskContext, source: Source, spec: StillsSpec): Promise<void> {
  await withScratch(deps.scratchPath, async (folder) => {
    const frame = join(folder, "frame.png");
    await writeFile(frame, await makePoster({ source, spec, settings: deps.ffmpeg, signal: context.signal }));
    const made = await decodeImage(deps, context, frame, folder, "poster-");
    const rows = await storeImages(deps, context, made, "poster");
    await retryOutage(
      () =>
        withLease(deps.db, context.lease, async (trx, task) => {
          await putRenditions(trx, rows);
          await publishMedia(trx, task, { thumbhash: Buffer.from(made.thumbhash, "base64") });
        }),
      context.signal,
    );
  });
}

async function storeStoryboard(deps: TaskDeps, context: TaskContext, source: Source, spec: StillsSpec): Promise<RenditionRow[]> {
  const { task, signal, media } = context;
  const sheets: RenditionRow[] = [];
  await makeStoryboard({
    source,
    spec,
    settings: deps.ffmpeg,
    signal,
    onProgress: (share) => context.reportProgress(0.5 + share / 2),
    onSheet: async ({ index, jpeg }) => {
      const name = contentAddressed(`storyboard-${index}.jpg`, jpeg);
      const key = await storeOutput(deps.renditions, task, { name, contentType: "image/jpeg", bytes: jpeg }, signal);
      sheets.push(renditionRow(task, { name, role: "storyboard", content_type: "image/jpeg", key, size_bytes: jpeg.length }));
    },
  });
  const track = Buffer.from(
    renderStoryboardVtt(
      spec.storyboard,
      media.duration_ms ?? 0,
      sheets.map(({ key }) => basename(key)),
    ),
  );
  const name = "storyboard.vtt";
  const key = await storeOutput(deps.renditions, task, { name, contentType: "text/vtt", bytes: track }, signal);
  return [...sheets, renditionRow(task, { name, role: "storyboard", content_type: "text/vtt", key, size_bytes: track.length })];
}
