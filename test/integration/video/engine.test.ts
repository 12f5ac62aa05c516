import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  countSheets,
  defaultPlanSettings,
  encodeSegments,
  type FinishedSegment,
  type FragmentEvent,
  makePoster,
  makeStoryboard,
  planVideo,
  probeFfmpegVersion,
  type SegmentsSpec,
  type StillsSpec,
  segmentName,
  splitFragments,
} from "@mediashare/worker";
import { expect } from "chai";
import sharp from "sharp";
import { makeNumberedClip, readNumbers } from "../../support/clips.ts";
import { everyFfmpeg, ffmpeg, ffmpegSettings } from "../../support/ffmpeg.ts";
import { encodeFile, openSource, probeFile } from "../../support/video-engine.ts";

const h264 = ["-c:v", "libx264", "-preset", "ultrafast"];

for (const paths of everyFfmpeg()) {
  describe(`the video engine with the ffmpeg ${paths.name}`, function () {
    this.timeout(60_000);
    const settings = ffmpegSettings(paths);
    let folder: string;
    let file: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "mediashare-video-"));
      file = join(folder, "a.mp4");
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it("goes on where an earlier run was cut off, and the whole is seamless", async () => {
      await makeNumberedClip({ file, frames: 150, rate: "25", words: [...h264, "-bf", "2"] });
      const first = await encodeFile({ folder, file, settings, plan: { firstTaskSegments: 6 } });
      const standing = first.segments.filter((segment) => [0, 3].includes(segment.number));
      const source = await openSource(folder, file);
      const made: FinishedSegment[] = [];
      try {
        await encodeSegments({
          spec: first.plan.segments[0] as SegmentsSpec,
          source,
          settings,
          done: new Set(standing.map((segment) => segmentName(segment.rendition, segment.number))),
          onInit: async (rendition, init) => void expect(init.bytes.equals(first.inits.get(rendition)?.[0] as Buffer)).to.equal(true),
          onSegment: async (segment) => void made.push(segment),
        });
      } finally {
        await source.close();
      }
      expect(made.map((segment) => segment.number)).to.deep.equal([1, 2, 4, 5]);
      (first.segments as FinishedSegment[]).splice(0, first.segments.length, ...standing, ...made);
      expect(await readNumbers(await first.stitch(first.plan.rungs[0]?.name as string))).to.deep.equal(
        Array.from({ length: 150 }, (_, frame) => frame),
      );
    });

    it("keeps nothing of what the source says about its owner", async () => {
      await makeNumberedClip({
        file,
        frames: 25,
        rate: "25",
        words: [...h264, "-metadata", "title=a-private-title", "-metadata", "location=+48.8577+002.2950/"],
      });
      const encoded = await encodeFile({ folder, file, settings });
      expect(encoded.facts.place).to.deep.equal({ latitude: 48.8577, longitude: 2.295 });
      const bytes = await readFile(await encoded.stitch(encoded.plan.rungs[0]?.name as string), "latin1");
      expect(bytes).not.to.match(/a-private-title|48\.8577|VideoHandler.*Lavf/);
    });

    it("reads a WebM that its recorder never finished: no duration, no index", async () => {
      await makeNumberedClip({
        file: join(folder, "a.webm"),
        frames: 60,
        rate: "30",
        words: ["-c:v", "libvpx", "-deadline", "realtime", "-f", "webm", "-live", "1"],
      });
      const encoded = await encodeFile({ folder, file: join(folder, "a.webm"), settings, contentType: "video/webm" });
      expect(encoded.facts).to.include({ container: "webm", durationMs: 2000 });
      expect(await readNumbers(await encoded.stitch(encoded.plan.rungs[0]?.name as string))).to.have.lengthOf(60);
    });

    it("goes on where the picture changes its size midway", async () => {
      const [small, large, both] = ["small.h264", "large.h264", "both.h264"].map((name) => join(folder, name)) as [string, string, string];
      const clip = { frames: 40, rate: "25", words: h264 };
      await makeNumberedClip({ ...clip, file: small });
      await makeNumberedClip({ ...clip, file: large, filters: ["scale=480:272"] });
      await writeFile(both, Buffer.concat([await readFile(small), await readFile(large)]));
      await ffmpeg([
        "-f",
        "h264",
        "-framerate",
        "25",
        "-i",
        both,
        "-c",
        "copy",
        "-f",
        "matroska",
        "-fflags",
        "+genpts",
        join(folder, "a.mkv"),
      ]);
      const encoded = await encodeFile({ folder, file: join(folder, "a.mkv"), settings, contentType: "video/matroska" });
      const once = Array.from({ length: 40 }, (_, frame) => frame);
      expect(await readNumbers(await encoded.stitch("v136"))).to.deep.equal([...once, ...once]);
    });

    it("widens pictures whose samples are not square", async () => {
      await ffmpeg([
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=180x144:rate=25:duration=1",
        "-vf",
        "setsar=16/11",
        ...h264,
        "-pix_fmt",
        "yuv420p",
        file,
      ]);
      const { facts, plan } = await encodeFile({ folder, file, settings });
      expect(facts).to.include({ displayWidth: 262, displayHeight: 144 });
      expect(plan.rungs[0]).to.include({ width: 262, height: 144 });
    });

    it("brings high dynamic range down to what every screen shows", async () => {
      const hdr = ["-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none"];
      const tags = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv"];
      await ffmpeg(["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1", ...hdr, ...tags, file]);
      for (const canToneMap of [(await probeFfmpegVersion(paths.ffmpeg)).canToneMap, false]) {
        const encoded = await encodeFile({ folder, file, settings, plan: { canToneMap } });
        expect(encoded.facts.hdr).to.equal("pq");
        const made = await probeFile(folder, await encoded.stitch("v240"), settings);
        expect(made).to.deep.include({ pixelFormat: "yuv420p", colour: { matrix: "bt709", primaries: "bt709" } });
      }
    });

    it("takes a poster and a storyboard of the promised sizes, with the right pictures", async () => {
      await makeNumberedClip({ file, frames: 900, rate: "25", words: [...h264, "-g", "25"] });
      const stills = planVideo(await probeFile(folder, file, settings), defaultPlanSettings).stills;
      const source = await openSource(folder, file);
      const sheets: Buffer[] = [];
      try {
        const poster = await sharp(await makePoster({ spec: stills, source, settings })).metadata();
        expect(poster).to.include({ format: "png", width: 240, height: 136 });
        await makeStoryboard({ spec: stills, source, settings, onSheet: async ({ jpeg }) => void sheets.push(jpeg) });
      } finally {
        await source.close();
      }
      expect(stills.storyboard).to.include({ count: 36, intervalMs: 1000, keyframesOnly: true });
      expect(sheets).to.have.lengthOf(countSheets(stills.storyboard));
      const shown = await Promise.all(Array.from({ length: 36 }, (_, index) => readTile(sheets, stills, index)));
      // Keyframes stand at each second, and a picture shows the last one before the middle of its interval.
      expect(shown).to.deep.equal(Array.from({ length: 36 }, (_, index) => index * 25));
    });

    it("asks the store for little more than the stretch that it encodes", async () => {
      const noise = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=40,noise=alls=40:allf=t"];
      await ffmpeg([...noise, ...h264, "-qp", "20", "-g", "50", "-pix_fmt", "yuv420p", "-movflags", "+faststart", file]);
      const plan = planVideo(await probeFile(folder, file, settings), { ...defaultPlanSettings, preset: "ultrafast" });
      const source = await openSource(folder, file);
      try {
        const spec = { ...(plan.segments[0] as SegmentsSpec), firstSegment: 8, segmentCount: 1 };
        await encodeSegments({ spec, source, settings, done: new Set(), onInit: async () => undefined, onSegment: async () => undefined });
        expect(source.bytesServed / source.sizeBytes).to.be.lessThan(0.35);
      } finally {
        await source.close();
      }
    });

    it("finds the same segments however their bytes arrive", async () => {
      await makeNumberedClip({ file, frames: 75, rate: "25", words: h264 });
      const encoded = await encodeFile({ folder, file, settings });
      const bytes = await readFile(await encoded.stitch("v136"));
      const expected = encoded.segments.map(({ bytes: segment, startUs, durationUs }) => ({
        segment: segment.toString("base64"),
        startUs,
        durationUs,
      }));
      for (const length of [1, 7, 1000, bytes.length]) {
        const events = await collect(splitFragments(inPieces(bytes, length), { maxFragmentBytes: 1 << 20 }));
        const found = events.flatMap((event) => ("fragment" in event ? [event.fragment] : []));
        expect(
          found.map(({ bytes: segment, startUs, durationUs }) => ({ segment: segment.toString("base64"), startUs, durationUs })),
        ).to.deep.equal(expected);
      }
      const failure = (stream: Readable, maxFragmentBytes: number): Promise<string> =>
        collect(splitFragments(stream, { maxFragmentBytes })).then(String, (error: Error) => error.name);
      expect(await failure(inPieces(bytes, 500), 1000)).to.equal("FragmentError");
      expect(await failure(inPieces(bytes.subarray(0, -5), 500), 1 << 20)).to.equal("OutputEndedEarlyError");
      expect(await failure(inPieces(Buffer.alloc(0), 500), 1 << 20)).to.equal("OutputEndedEarlyError");
    });
  });
}

/** The number that a tile of the storyboard shows. */
async function readTile(sheets: readonly Buffer[], { storyboard }: StillsSpec, index: number): Promise<number> {
  const perSheet = storyboard.columns * storyboard.rows;
  const { tileWidth: width, tileHeight: height } = storyboard;
  const place = {
    left: ((index % perSheet) % storyboard.columns) * width,
    top: Math.floor((index % perSheet) / storyboard.columns) * height,
  };
  const bars = await sharp(sheets[Math.floor(index / perSheet)])
    .extract({ ...place, width, height: Math.floor(height * 0.6) })
    .greyscale()
    .raw()
    .toBuffer();
  return Array.from({ length: 10 }, (_, bit) =>
    (bars[Math.floor(((bit + 0.5) * width) / 10) + width * 10] ?? 0) > 120 ? 2 ** bit : 0,
  ).reduce((sum, value) => sum + value, 0);
}

function inPieces(bytes: Buffer, length: number): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => bytes.subarray(index * length, (index + 1) * length)),
  );
}

async function collect(events: AsyncIterable<FragmentEvent>): Promise<FragmentEvent[]> {
  const all: FragmentEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
