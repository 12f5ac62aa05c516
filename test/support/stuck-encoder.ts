import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { defaultPlanSettings, encodeSegments, planVideo, runProbe, serveSource } from "@mediashare/worker";
import { ffmpegSettings } from "./ffmpeg.ts";

/** A program that encodes the file it is given and never takes the second segment, so that its decoder waits for it for ever. */
const [file, socketRoot] = process.argv.slice(2) as [string, string];
const { size: sizeBytes } = await stat(file);
const store = {
  get: async (_key: string, range?: { start: number; end: number }) => ({
    body: createReadStream(file, range && { start: range.start, end: range.end - 1 }),
  }),
};
const source = await serveSource(store as never, "original", sizeBytes);
const settings = { ...ffmpegSettings(), socketRoot };
const facts = await runProbe({
  source: Object.assign(Object.create(source), { sizeBytes }),
  contentType: "video/mp4",
  settings,
  now: new Date(),
});
const [spec] = planVideo(facts, { ...defaultPlanSettings, segmentMs: 1000 }).segments;
if (!spec) throw new Error("nothing to encode");
await encodeSegments({
  spec,
  source,
  settings,
  done: new Set(),
  onInit: async () => undefined,
  onSegment: () => new Promise(() => undefined),
});
