import { Readable } from "node:stream";
import { affordableThreads, classifyFailure, type Demuxer, inspectFile, readTags, StderrReader, splitJpegs } from "@mediashare/worker";
import { expect } from "chai";

describe("readTags", () => {
  const now = new Date("2026-01-01T00:00:00Z");

  it("reads what an iPhone writes", () => {
    const tags = {
      "com.apple.quicktime.creationdate": "2023-05-01T14:33:21+0200",
      "com.apple.quicktime.make": "Apple",
      "com.apple.quicktime.model": "iPhone 14",
      "com.apple.quicktime.location.ISO6709": "+48.8577+002.2950+035.1/",
      creation_time: "2023-06-01T00:00:00.000000Z",
    };
    expect(readTags(tags, now)).to.deep.equal({
      capturedAt: "2023-05-01T12:33:21.000Z",
      capturedLocal: "2023-05-01T14:33:21+02:00",
      camera: { make: "Apple", model: "iPhone 14" },
      place: { latitude: 48.8577, longitude: 2.295, altitudeM: 35.1 },
    });
  });

  it("reads what Android writes", () => {
    expect(readTags({ creation_time: "2023-05-01T12:33:21.000000Z", location: "-33.8568+151.2153/" }, now)).to.deep.equal({
      capturedAt: "2023-05-01T12:33:21.000Z",
      place: { latitude: -33.8568, longitude: 151.2153 },
    });
  });

  it("does not believe clocks that were never set, the future, or places that are none", () => {
    for (const creation_time of ["1904-01-01T00:00:00.000000Z", "1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "soon"]) {
      expect(readTags({ creation_time, location: "+00.0000+000.0000/" }, now)).to.deep.equal({});
    }
    expect(readTags({ location: "+95.0+010.0/" }, now)).to.deep.equal({});
  });
});

describe("inspectFile", () => {
  const box = (type: string, length: number, declared = length + 8): Buffer => {
    const bytes = Buffer.alloc(length + 8);
    bytes.writeUInt32BE(declared, 0);
    bytes.write(type, 4, "latin1");
    return bytes;
  };
  const inspect = (demuxer: Demuxer, ...parts: Buffer[]): Promise<string> => {
    const file = Buffer.concat(parts);
    return inspectFile(demuxer, file.length, async (offset, length) => file.subarray(offset, offset + length));
  };

  it("tells a cut MP4 from something else", async () => {
    expect(await inspect("mov", box("ftyp", 16), box("mdat", 100), box("moov", 50))).to.equal("whole");
    expect(await inspect("mov", box("ftyp", 16), box("mdat", 100))).to.equal("truncated");
    expect(await inspect("mov", box("ftyp", 16), box("mdat", 100, 5000))).to.equal("truncated");
    expect(await inspect("mov", box("ftyp", 16), box("moov", 10, 5000))).to.equal("truncated");
    expect(await inspect("mov", Buffer.from("#EXTM3U\nhttp://elsewhere"))).to.equal("foreign");
    expect(await inspect("mov", Buffer.alloc(0))).to.equal("foreign");
  });

  it("tells a cut Matroska file from something else", async () => {
    const ebml = Buffer.from("1a45dfa3844286810118538067", "hex");
    expect(await inspect("matroska", ebml, Buffer.from([0x82, 1, 2]))).to.equal("whole");
    expect(await inspect("matroska", ebml, Buffer.from([0x8f, 1, 2]))).to.equal("truncated");
    expect(await inspect("matroska", ebml, Buffer.from("01ffffffffffffff00", "hex"))).to.equal("whole");
    expect(await inspect("matroska", ebml.subarray(0, 6))).to.equal("truncated");
    expect(await inspect("matroska", Buffer.from("RIFF....AVI "))).to.equal("foreign");
  });
});

describe("classifyFailure", () => {
  const codeOf = (stderrTail: string, signal: NodeJS.Signals | null = null): string =>
    classifyFailure({ program: "ffmpeg", exitCode: signal ? null : 1, signal, stderrTail }).code;

  it("tells the file's faults from the decoder's own", () => {
    expect(codeOf("[mov,mp4] moov atom not found\nInvalid data found when processing input")).to.equal("truncated");
    expect(codeOf("x: Invalid data found when processing input")).to.equal("corrupt");
    expect(codeOf("Stream map '0:v:0' matches no streams.")).to.equal("no_video_stream");
    expect(codeOf("Decoder (codec av1) not found for input stream #0:0")).to.equal("unsupported_type");
    expect(codeOf("[libx264] malloc of size 3110912 failed\nInvalid data found")).to.equal("decoder_crashed");
    expect(codeOf("Invalid data found", "SIGSEGV")).to.equal("decoder_crashed");
    expect(codeOf("something new")).to.equal("decoder_crashed");
  });
});

describe("StderrReader", () => {
  it("takes progress and words apart, and keeps the last words only", () => {
    const seen: unknown[] = [];
    const reader = new StderrReader((progress) => seen.push(progress));
    for (let line = 0; line < 100; line++) reader.line(`word ${line} ${"x".repeat(1000)}`);
    for (const line of ["frame=12", "out_time_ms=480000", "total_size=N/A", "progress=continue"]) reader.line(line);
    expect(seen).to.deep.equal([{ frames: 12, outTimeUs: 480_000, sizeBytes: 0 }]);
    expect(reader.tail.split("\n")).to.have.lengthOf(40);
    expect(reader.tail).to.match(/^word 60 x+\n/);
    expect(reader.tail.length).to.be.lessThan(21_000);
  });
});

describe("affordableThreads", () => {
  const memoryBytes = 3 * 1024 ** 3;

  it("is what was asked for, as long as it fits into the decoder's memory", () => {
    expect(affordableThreads({ memoryBytes, threads: 2 }, 1920 * 1080)).to.equal(2);
    expect(affordableThreads({ memoryBytes, threads: 64 }, 3840 * 2160)).to.equal(7);
    expect(affordableThreads({ memoryBytes, threads: 64 }, 7680 * 4320)).to.equal(3);
    expect(affordableThreads({ memoryBytes: 1024 ** 3, threads: 64 }, 1920 * 1080), "at least one").to.equal(1);
  });
});

describe("splitJpegs", () => {
  const jpeg = (content: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from(content), Buffer.from([0xff, 0xd9])]);
  const split = async (bytes: Buffer, pieceLength: number, maxBytes = 1000): Promise<string[]> => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / pieceLength) }, (_, index) =>
      bytes.subarray(index * pieceLength, (index + 1) * pieceLength),
    );
    const found: string[] = [];
    for await (const one of splitJpegs(Readable.from(pieces), maxBytes)) found.push(one.toString("latin1", 2, one.length - 2));
    return found;
  };

  it("finds each, however the bytes arrive", async () => {
    for (const length of [1, 2, 3, 7, 100])
      expect(await split(Buffer.concat([jpeg("one"), jpeg("two"), jpeg("3")]), length)).to.deep.equal(["one", "two", "3"]);
  });

  it("fails on one that has no end, or that is too large", async () => {
    const failure = (bytes: Buffer, maxBytes?: number): Promise<string> =>
      split(bytes, 10, maxBytes).then(String, (error: Error) => error.name);
    expect(await failure(jpeg("cut").subarray(0, 4))).to.equal("OutputEndedEarlyError");
    expect(await failure(jpeg("large".repeat(30)), 50)).to.equal("FragmentError");
  });
});
