import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DiskObjectStore } from "@mediashare/core";
import {
  defaultPlanSettings,
  encodeAudio,
  encodeSegments,
  type FfmpegSettings,
  type FinishedSegment,
  type PlanSettings,
  planVideo,
  runProbe,
  serveSource,
  type VideoFacts,
  type VideoPlan,
  type VideoSource,
} from "@mediashare/worker";

export type OpenSource = VideoSource & { readonly sizeBytes: number; close(): Promise<void> };

/** Puts a file into an object store in `folder`, and serves it as the worker does. */
export async function openSource(folder: string, file: string): Promise<OpenSource> {
  const store = new DiskObjectStore(join(folder, "store"));
  const { sizeBytes } = await store.put("original", createReadStream(file), { contentType: "video/mp4" });
  const source = await serveSource(store, "original", sizeBytes);
  return {
    sizeBytes,
    url: source.url,
    close: () => source.close(),
    get bytesServed() {
      return source.bytesServed;
    },
    get fault() {
      return source.fault;
    },
  };
}

export async function probeFile(folder: string, file: string, settings: FfmpegSettings, contentType = "video/mp4"): Promise<VideoFacts> {
  const source = await openSource(folder, file);
  try {
    return await runProbe({ source, contentType, settings, now: new Date() });
  } finally {
    await source.close();
  }
}

export interface Encoded {
  readonly facts: VideoFacts;
  readonly plan: VideoPlan;
  readonly segments: readonly FinishedSegment[];
  /** By rendition, one for each run. */
  readonly inits: ReadonlyMap<string, readonly Buffer[]>;
  /** Writes init segment and segments of a rendition one after the other, as a player would play them. */
  stitch(rendition: string): Promise<string>;
}

export interface EncodeOptions {
  readonly folder: string;
  readonly file: string;
  readonly settings: FfmpegSettings & { maxFragmentBytes: number };
  readonly contentType?: string;
  readonly plan?: Partial<PlanSettings>;
}

/** Does with a file what a number of tasks do: each run makes two segments, from short ones, so that there are many cuts. */
export async function encodeFile(options: EncodeOptions): Promise<Encoded> {
  const { folder, settings } = options;
  const source = await openSource(folder, options.file);
  const segments: FinishedSegment[] = [];
  const inits = new Map<string, Buffer[]>();
  const taking = {
    source,
    settings,
    done: new Set<string>(),
    onInit: async (rendition: string, init: { bytes: Buffer }) => void inits.set(rendition, [...(inits.get(rendition) ?? []), init.bytes]),
    onSegment: async (segment: FinishedSegment) => void segments.push(segment),
  };
  try {
    const facts = await runProbe({ source, contentType: options.contentType ?? "video/mp4", settings, now: new Date() });
    const plan = planVideo(facts, {
      ...defaultPlanSettings,
      segmentMs: 1000,
      firstTaskSegments: 1,
      taskSegments: 2,
      preset: "ultrafast",
      ...options.plan,
    });
    for (const spec of plan.segments) await encodeSegments({ spec, ...taking });
    if (plan.audio) await encodeAudio({ spec: plan.audio, ...taking });
    return { facts, plan, segments, inits, stitch };
  } finally {
    await source.close();
  }

  async function stitch(rendition: string): Promise<string> {
    const file = join(folder, `${rendition}.mp4`);
    const ordered = segments.filter((segment) => segment.rendition === rendition).sort((a, b) => a.number - b.number);
    await writeFile(file, Buffer.concat([inits.get(rendition)?.[0] ?? Buffer.alloc(0), ...ordered.map((segment) => segment.bytes)]));
    return file;
  }
}
