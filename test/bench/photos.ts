import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encoderSettings, renditionWidths } from "@mediashare/worker";
import { waitFor } from "../support/wait-for.ts";
import { makePhotos } from "./make-photos.ts";
import { type Pipeline, withPipeline } from "./pipeline.ts";
import { runPeer, type Spent } from "./run-peer.ts";
import type { BenchSuite } from "./suite.ts";
import type { BenchRow } from "./table.ts";
import { sendFile } from "./upload-client.ts";

const uploadsAtOnce = 4;
/** Per photo, on a slow machine that does something else besides. */
const limitMs = 20_000;

/** The whole pipeline, from the first byte sent to the last photo ready, against programs that only make the same renditions. */
export const benchPhotos: BenchSuite = async (options, say) => {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-bench-photos-"));
  try {
    say(`making ${options.photos} photos`);
    const source = join(folder, "source");
    await mkdir(source);
    await makePhotos(source, options.photos);
    const files = (await readdir(source)).map((name) => join(source, name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    say("the pipeline");
    const ours = await withPipeline((pipeline) => runPipeline(pipeline, files));
    const rows: BenchRow[] = [];
    for (const { name, commands } of peers(files, source)) {
      say(name);
      const out = join(folder, "out");
      await mkdir(out);
      const theirs = await runPeer(commands(out));
      await rm(out, { recursive: true });
      rows.push(...compare(`${options.photos} photos of 12 MP`, ours, name, theirs));
    }
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / sizes.length / 1e6;
    return {
      rows,
      notes: [
        `Photos: ${megabytes.toFixed(1)} MB on average; of our CPU seconds the upload server took ${ours.upload.toFixed(1)}, the workers ${ours.workers.toFixed(1)}.`,
      ],
      skipped: hasVipsthumbnail() ? [] : ["vipsthumbnail, not on PATH (Debian: libvips-tools)."],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

function compare(what: string, ours: Spent, peer: string, theirs: Spent): BenchRow[] {
  const common = { peer, unit: "s", moreIsBetter: false };
  return [
    { ...common, what: `${what}, CPU`, ours: ours.cpuSeconds, theirs: theirs.cpuSeconds },
    { ...common, what: `${what}, wall`, ours: ours.wallSeconds, theirs: theirs.wallSeconds },
  ];
}

async function runPipeline(
  { deployment, uploadUrl, cpuSeconds }: Pipeline,
  files: readonly string[],
): Promise<Spent & { upload: number; workers: number }> {
  const startedAt = performance.now();
  const left = files.values();
  const sendRest = async (): Promise<void> => {
    for (const file of left) await sendFile(`${uploadUrl}/v1/media`, file, "image/jpeg");
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, sendRest));
  const states = async () =>
    (await deployment.db("media").select("state").count("* as count").groupBy("state")) as { state: string; count: string }[];
  const isDone = async (): Promise<boolean> => {
    const seen = await states();
    if (seen.some(({ state }) => state === "failed")) throw new Error("A photo of the bench has failed.");
    return seen.some(({ state, count }) => state === "ready" && Number(count) === files.length);
  };
  await waitFor("all photos to be ready", isDone, { timeoutMs: limitMs * files.length, intervalMs: 100, detail: states });
  const { upload, workers } = cpuSeconds();
  return { upload, workers, cpuSeconds: upload + workers, wallSeconds: (performance.now() - startedAt) / 1000 };
}

interface Peer {
  readonly name: string;
  readonly commands: (out: string) => readonly (readonly string[])[];
}

function peers(files: readonly string[], source: string): Peer[] {
  const { webp, jpeg } = encoderSettings;
  const loop = fileURLToPath(new URL("peers/sharp-loop.ts", import.meta.url));
  const sharpLoop: Peer = {
    name: "sharp in a loop",
    commands: (out) => [
      [process.execPath, loop, source, out, renditionWidths.join(","), String(webp.quality), String(webp.effort), String(jpeg.quality)],
    ],
  };
  const vips: Peer = {
    name: "vipsthumbnail",
    commands: (out) =>
      renditionWidths.flatMap((width) =>
        [`%s-${width}.webp[Q=${webp.quality},effort=${webp.effort},strip]`, `%s-${width}.jpg[Q=${jpeg.quality},strip]`].map((name) => [
          ...["vipsthumbnail", "--size", `${width}x`, "-o", join(out, name)],
          ...files,
        ]),
      ),
  };
  return [sharpLoop, ...(hasVipsthumbnail() ? [vips] : [])];
}

function hasVipsthumbnail(): boolean {
  try {
    execFileSync("vipsthumbnail", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
