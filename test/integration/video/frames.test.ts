import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { makeNumberedClip, readNumbers, readPackets, readToneStart, turnClip } from "../../support/clips.ts";
import { everyFfmpeg, ffmpegSettings } from "../../support/ffmpeg.ts";
import { encodeFile } from "../../support/video-engine.ts";

const h264 = ["-c:v", "libx264", "-preset", "ultrafast"];
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

interface Case {
  readonly what: string;
  readonly rate: string;
  readonly frames: number;
  readonly file: string;
  readonly contentType?: string;
  readonly words: readonly string[];
}

const constantRates: readonly Case[] = [
  { what: "25 fps MP4", rate: "25", frames: 130, file: "a.mp4", words: [...h264, "-g", "40"] },
  { what: "29.97 fps MP4", rate: "30000/1001", frames: 157, file: "a.mp4", words: [...h264, "-g", "250"] },
  { what: "60 fps MP4", rate: "60", frames: 301, file: "a.mp4", words: [...h264, "-g", "70"] },
  {
    what: "open GOPs with B-frames at the cut",
    rate: "30",
    frames: 151,
    file: "a.mp4",
    words: [
      "-c:v",
      "libx264",
      "-preset",
      "fast",
      "-bf",
      "3",
      "-b_strategy",
      "0",
      "-g",
      "30",
      "-sc_threshold",
      "0",
      "-x264-params",
      "open-gop=1:b-pyramid=normal",
    ],
  },
  {
    what: "29.97 fps Matroska, with its timestamps in ms",
    rate: "30000/1001",
    frames: 127,
    file: "a.mkv",
    contentType: "video/matroska",
    words: [...h264, "-bf", "2"],
  },
  {
    what: "60 fps Matroska that starts late",
    rate: "60",
    frames: 181,
    file: "a.mkv",
    contentType: "video/matroska",
    words: [...h264, "-output_ts_offset", "1.234"],
  },
  {
    what: "WebM (VP9)",
    rate: "24",
    frames: 75,
    file: "a.webm",
    contentType: "video/webm",
    words: ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "50"],
  },
  {
    what: "MOV (MPEG-4)",
    rate: "25",
    frames: 77,
    file: "a.mov",
    contentType: "video/quicktime",
    words: ["-c:v", "mpeg4", "-q:v", "3", "-bf", "2", "-g", "33"],
  },
  { what: "MP4 of one frame", rate: "25", frames: 1, file: "a.mp4", words: h264 },
];

for (const paths of everyFfmpeg()) {
  describe(`segments made apart with the ffmpeg ${paths.name}`, function () {
    this.timeout(60_000);
    const settings = ffmpegSettings(paths);
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "mediashare-video-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    for (const { what, rate, frames, file: name, contentType = "video/mp4", words } of constantRates) {
      it(`show every frame of ${what} once`, async () => {
        const file = join(folder, name);
        await makeNumberedClip({ file, frames, rate, words });
        const encoded = await encodeFile({ folder, file, settings, contentType });
        expect(encoded.plan.grid.frameCount).to.equal(frames);
        const rung = encoded.plan.rungs[0]?.name as string;
        const stitched = await encoded.stitch(rung);
        expect(await readNumbers(stitched)).to.deep.equal(range(frames));

        const packets = await readPackets(stitched);
        const [num = 0, den = 1] = rate.split("/").map(Number);
        for (const [index, packet] of packets.entries()) expect(packet.ptsSeconds).to.be.closeTo((index * den) / num, 0.00002);
        const keys = packets.flatMap((packet, index) => (packet.isKey ? [index] : []));
        expect(keys).to.deep.equal(range(encoded.plan.segmentCount).map((segment) => segment * encoded.plan.grid.segmentFrames));
      });
    }

    it("share one init segment, byte for byte, and follow one another without a gap", async () => {
      const file = join(folder, "a.mp4");
      await makeNumberedClip({ file, frames: 125, rate: "25", words: h264 });
      const encoded = await encodeFile({ folder, file, settings });
      for (const inits of encoded.inits.values()) {
        expect(inits.length).to.be.greaterThan(2);
        for (const init of inits) expect(init.equals(inits[0] as Buffer)).to.equal(true);
      }
      let end = 0;
      for (const segment of encoded.segments) {
        expect(segment.startUs).to.equal(end);
        end = segment.startUs + segment.durationUs;
      }
      expect(end).to.equal(5_000_000);
    });

    it("put a source of varying rate on a regular grid, gaps filled with the picture before them", async () => {
      const file = join(folder, "a.mp4");
      const varying = "select='if(lt(n,60),not(mod(n,2)),if(lt(n,100),not(mod(n,39)),1))'";
      await makeNumberedClip({ file, frames: 120, rate: "30", filters: [varying], words: [...h264, "-vsync", "vfr", "-bf", "2"] });
      const encoded = await encodeFile({ folder, file, settings });
      expect(encoded.facts.isVariableFrameRate).to.equal(true);
      expect(encoded.plan.grid.rate).to.deep.equal({ num: 30, den: 1 });

      const numbers = await readNumbers(file);
      const times = (await readPackets(file)).map((packet) => Math.round(packet.ptsSeconds * 30));
      const expected = range(encoded.plan.grid.frameCount).map((slot) => numbers[times.findLastIndex((time) => time <= slot)]);
      expect(await readNumbers(await encoded.stitch(encoded.plan.rungs[0]?.name as string))).to.deep.equal(expected);
    });

    it("are upright where the source is turned", async () => {
      const [flat, file] = [join(folder, "flat.mp4"), join(folder, "turned.mov")];
      await makeNumberedClip({ file: flat, frames: 50, rate: "25", words: h264 });
      await turnClip(flat, file);
      const encoded = await encodeFile({ folder, file, settings, contentType: "video/quicktime" });
      expect(encoded.facts).to.include({ rotation: 90, displayWidth: 136, displayHeight: 240 });
      expect(encoded.plan.rungs[0]).to.include({ width: 136, height: 240 });
      const stitched = await encoded.stitch(encoded.plan.rungs[0]?.name as string);
      expect(await readNumbers(stitched, ["transpose=cclock"])).to.deep.equal(range(50));
    });

    it("keep picture and sound together, wherever the source's clock starts", async () => {
      const file = join(folder, "a.mkv");
      const sound = ["-map", "0:v", "-map", "1:a", "-c:a", "aac", "-output_ts_offset", "2.5"];
      await makeNumberedClip({ file, frames: 125, rate: "25", signalAtSeconds: 2, words: [...h264, ...sound] });
      const encoded = await encodeFile({ folder, file, settings, contentType: "video/matroska" });
      const flash = await firstFlash(await encoded.stitch(encoded.plan.rungs[0]?.name as string));
      expect(flash / 25).to.be.closeTo(2, 0.001);
      expect(await readToneStart(await encoded.stitch("audio"))).to.be.closeTo(2, 0.02);
    });
  });
}

/** The number of the first frame that is white at the bottom. */
async function firstFlash(file: string): Promise<number> {
  const white = await readNumbers(file, ["crop=iw:ih*0.1:0:ih*0.85"]);
  return white.findIndex((value) => value > 0);
}
