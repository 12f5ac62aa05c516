import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { ffmpeg } from "../../support/ffmpeg.ts";
import { makePhoto } from "../../support/files.ts";
import { emptyPng, gifBomb } from "../../support/hostile-images.ts";
import { Library } from "../../support/library.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { waitFor } from "../../support/wait-for.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text, "latin1"));
const half = (whole: Bytes): Bytes => whole.slice(0, Math.floor(whole.length / 2));

/** What an MP4 begins with, so that the content is taken for one. */
const ftyp = "\0\0\0\x18ftypisom\0\0\x02\0isommp42";

describe("bad input, from upload to deletion", () => {
  let library: Library;
  let folder: string;
  let canary: Server;
  let canaryUrl: string;
  const fetched: string[] = [];

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), "mediashare-bad-input-"));
    canary = createServer((request, response) => {
      fetched.push(request.url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    await once(canary, "listening");
    canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
    library = await Library.open();
    await library.deployment.start("worker");
  });

  after(async () => {
    await library?.close();
    canary.close();
    await rm(folder, { recursive: true, force: true });
  });

  const clip = async (...words: string[]): Promise<Bytes> => {
    const file = join(folder, "clip.mp4");
    await ffmpeg([...words, "-f", "mp4", file]);
    return new Uint8Array(await readFile(file));
  };
  const playlist = (): string => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${canaryUrl}/segment.ts\n#EXT-X-ENDLIST\n`;
  const concat = (): string => `ffconcat version 1.0\nfile '${canaryUrl}/clip.mp4'\n`;

  const refused: [what: string, fileName: string, content: () => Bytes, status: number, code: string, sentence: RegExp][] = [
    ["an empty file", "empty.jpg", () => bytes(""), 422, "empty", /"empty\.jpg" is empty.*Check the file/],
    [
      "text renamed .jpg",
      "notes.jpg",
      () => bytes("Buy milk.\n".repeat(50)),
      415,
      "unsupported_type",
      /"notes\.jpg" is not a photo or video/,
    ],
    ["an .m3u8 renamed .mp4", "list.mp4", () => bytes(playlist()), 415, "unsupported_type", /"list\.mp4" is .*by its content/],
    ["a concat script renamed .mp4", "script.mp4", () => bytes(concat()), 415, "unsupported_type", /"script\.mp4" is not a photo or video/],
  ];
  for (const [what, fileName, content, status, code, sentence] of refused) {
    it(`${what} is refused at upload as ${code}, and leaves nothing`, async () => {
      const form = new FormData();
      form.append("file", new Blob([content()]), fileName);
      const response = await fetchAsOwner(`${library.upload.url}/v1/media`, { method: "POST", body: form });
      expect(response.status).to.equal(status);
      const problem = (await response.json()) as { code: string; detail: string };
      expect(problem.code).to.equal(code);
      expect(problem.detail).to.match(sentence);
      expect(await library.rows()).to.deep.equal({ media: 0, task: 0, outbox: 0, rendition: 0, segment: 0 });
      expect(await library.storedFiles()).to.deep.equal([]);
    });
  }

  const failing: [what: string, fileName: string, content: () => Promise<Bytes> | Bytes, code: string, sentence: RegExp][] = [
    [
      "a truncated JPEG",
      "cut.jpg",
      async () => half(await makePhoto({ seed: 1 })),
      "truncated",
      /ends in the middle.*upload the original again/,
    ],
    [
      "a truncated MP4, whose moov is missing",
      "cut.mp4",
      async () =>
        half(await clip("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=2", "-c:v", "libx264", "-preset", "ultrafast")),
      "truncated",
      /part of the video is missing.*upload it once more/,
    ],
    ["a PNG of 20,000 × 20,000 pixels", "huge.png", () => new Uint8Array(emptyPng(20_000, 20_000)), "too_many_pixels", /more pixels than/],
    [
      "a GIF of many frames on a large canvas",
      "bomb.gif",
      () => new Uint8Array(gifBomb(10_000, 1_000)),
      "too_many_pixels",
      /more pixels than/,
    ],
    ["a GIF of too many frames", "film.gif", () => new Uint8Array(gifBomb(1, 5_000)), "too_many_frames", /more frames than/],
    [
      "a video without a video stream",
      "sound.mp4",
      () => clip("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"),
      "no_video_stream",
      /no moving picture/,
    ],
    ["random bytes behind a JPEG header", "noise.jpg", noiseJpeg, "corrupt", /damaged/],
    ["an .m3u8 behind an MP4 header", "masked-list.mp4", () => bytes(ftyp + playlist()), "truncated", /once more/],
    ["a concat script behind an MP4 header", "masked-script.mp4", () => bytes(ftyp + concat()), "truncated", /once more/],
  ];
  for (const [what, fileName, content, code, sentence] of failing) {
    it(`${what} fails as ${code}, is not worth a retry, and leaves nothing once it is deleted`, async () => {
      const id = await library.add(fileName, await content());
      const { failure, images, hls } = await library.settled(id, "failed");
      expect(failure).to.include({ code, retryable: false });
      expect(failure?.message).to.match(sentence);
      expect(images).to.deep.equal([]);
      expect(hls).to.equal(null);
      expect(await library.deployment.db("task").where({ media_id: id }).select("state", "attempts")).to.deep.equal([
        { state: "failed", attempts: 1 },
      ]);
      expect(await library.storedFiles()).to.have.length(1);
      await library.remove(id);
      expect((await fetchAsOwner(`${library.web.url}/v1/media/${id}`)).status).to.equal(404);
      await waitFor("the row to go", async () => (await library.rows()).media === 0, { detail: () => library.rows() });
      expect(await library.rows()).to.deep.equal({ media: 0, task: 0, outbox: 0, rendition: 0, segment: 0 });
      expect(await library.storedFiles()).to.deep.equal([]);
    });
  }

  it("a good photo and a good clip are ready behind all of that, and leave nothing once they are deleted", async () => {
    const ids = [
      await library.add("good.jpg", await makePhoto({ seed: 2 })),
      await library.add(
        "good.mp4",
        await clip("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1", "-c:v", "libx264", "-preset", "ultrafast"),
      ),
    ];
    for (const id of ids) await library.settled(id, "ready");
    expect((await library.storedFiles()).length).to.be.greaterThan(10);
    for (const id of ids) await library.remove(id);
    await waitFor("the rows to go", async () => (await library.rows()).media === 0, { detail: () => library.rows() });
    expect(await library.rows()).to.deep.equal({ media: 0, task: 0, outbox: 0, rendition: 0, segment: 0 });
    expect(await library.storedFiles()).to.deep.equal([]);
  });

  it("nothing was fetched from where the scripts pointed, and no scratch file is left", async () => {
    expect(fetched).to.deep.equal([]);
    const left = await readdir(dirname(library.deployment.storagePath));
    expect(left.filter((name) => !name.endsWith(".log") && name !== "storage")).to.deep.equal([]);
    await fetch(`${canaryUrl}/is-it-listening`);
    expect(fetched).to.deep.equal(["/is-it-listening"]);
  });
});

function noiseJpeg(): Bytes {
  const random = seededRandom(7);
  const head = bytes("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
  return new Uint8Array([...head, ...Array.from({ length: 20_000 }, () => Math.floor(random() * 256))]);
}
