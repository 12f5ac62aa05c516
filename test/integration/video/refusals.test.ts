import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VideoFacts } from "@mediashare/worker";
import { expect } from "chai";
import { everyFfmpeg, ffmpeg, ffmpegSettings } from "../../support/ffmpeg.ts";
import { probeFile } from "../../support/video-engine.ts";

const picture = (seconds: number): string[] => ["-f", "lavfi", "-i", `testsrc2=size=320x180:rate=25:duration=${seconds}`];
const h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

for (const paths of everyFfmpeg()) {
  describe(`a file that is no video to us, with the ffmpeg ${paths.name}`, function () {
    this.timeout(60_000);
    const settings = ffmpegSettings(paths);
    let folder: string;
    let file: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "mediashare-video-"));
      file = join(folder, "original");
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const codeOf = async (contentType = "video/mp4"): Promise<string> => {
      const outcome: VideoFacts | { code: string } = await probeFile(folder, file, settings, contentType).catch(
        (error: { code: string }) => error,
      );
      return "code" in outcome ? outcome.code : `probed as ${JSON.stringify(outcome)}`;
    };

    it("is truncated where the index at its end is missing", async () => {
      await ffmpeg([...picture(2), ...h264, "-f", "mp4", file]);
      await truncate(file, Math.floor((await readFile(file)).length / 2));
      expect(await codeOf()).to.equal("truncated");
    });

    it("is truncated where the data end long before the index says", async () => {
      await ffmpeg([...picture(30), ...h264, "-movflags", "+faststart", "-f", "mp4", file]);
      await truncate(file, Math.floor((await readFile(file)).length / 2));
      expect(await codeOf()).to.equal("truncated");
    });

    it("is truncated where a Matroska file ends in its headers", async () => {
      await ffmpeg([...picture(1), ...h264, "-f", "matroska", file]);
      await truncate(file, 200);
      expect(await codeOf("video/matroska")).to.equal("truncated");
    });

    it("has no picture where there is only sound, or only a cover", async () => {
      const cover = join(folder, "cover.png");
      await ffmpeg([...picture(1), "-frames:v", "1", cover]);
      await ffmpeg(["-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-f", "mp4", file]);
      expect(await codeOf()).to.equal("no_video_stream");
      await ffmpeg([
        "-f",
        "lavfi",
        "-i",
        "sine=d=1",
        "-i",
        cover,
        "-map",
        "0",
        "-map",
        "1",
        "-c:a",
        "aac",
        "-c:v",
        "copy",
        "-disposition:v:0",
        "attached_pic",
        "-f",
        "mp4",
        file,
      ]);
      expect(await codeOf()).to.equal("no_video_stream");
    });

    for (const contentType of ["video/mp4", "video/matroska"]) {
      it(`is corrupt where it is noise under the name of ${contentType}`, async () => {
        await writeFile(file, Buffer.alloc(200_000, "noise, as a stranger may send it "));
        expect(await codeOf(contentType)).to.equal("corrupt");
      });

      it(`is corrupt, and opens nothing, where it is a playlist under the name of ${contentType}`, async () => {
        const secret = join(folder, "secret.mp4");
        await ffmpeg([...picture(1), ...h264, secret]);
        for (const playlist of [
          `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
          `ffconcat version 1.0\nfile 'file:${secret}'\n`,
          `concat:${secret}|${secret}`,
        ]) {
          await writeFile(file, playlist);
          expect(await codeOf(contentType)).to.equal("corrupt");
        }
      });
    }

    it("is of an unsupported type where no demuxer is for it", async () => {
      await writeFile(file, "x");
      expect(await codeOf("video/x-flv")).to.equal("unsupported_type");
    });
  });
}
