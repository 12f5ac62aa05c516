import {
  leadingSegments,
  measureBitRate,
  renderMediaPlaylist,
  renderMultivariantPlaylist,
  renderStoryboardVtt,
  targetDuration,
} from "@mediashare/worker";
import { expect } from "chai";
import { expectGolden } from "../../../support/golden.ts";

const golden = (name: string, text: string): void => expectGolden(new URL(`../golden/${name}`, import.meta.url), text);

describe("media playlists", () => {
  const segments = [0, 1, 2].map((number) => ({ number, uri: `v720-${number}-abc.m4s`, durationUs: number === 2 ? 1_501_500 : 4_004_000 }));
  const playlist = { initUri: "v720-init-abc.mp4", targetDurationUs: 4_004_000 };

  it("are events that start at their beginning while they grow", () =>
    golden("media-growing.m3u8", renderMediaPlaylist({ ...playlist, segments: segments.slice(0, 2), complete: false })));

  it("are video on demand when all is there", () =>
    golden("media-complete.m3u8", renderMediaPlaylist({ ...playlist, segments, complete: true })));

  it("have one target duration from the first segment to the last", () => {
    for (const count of [0, 1, 3]) expect(targetDuration({ segments: segments.slice(0, count), targetDurationUs: 4_004_000 })).to.equal(4);
    expect(
      targetDuration({ segments: [{ uri: "a", durationUs: 4_600_000 }], targetDurationUs: 4_004_000 }),
      "no EXTINF may round to more",
    ).to.equal(5);
  });

  it("name only segments that follow one another from the first", () => {
    const [first, second, third] = segments as [(typeof segments)[0], (typeof segments)[0], (typeof segments)[0]];
    expect(leadingSegments([third, first])).to.deep.equal([first]);
    expect(leadingSegments([third, second])).to.deep.equal([]);
    expect(leadingSegments([third, first, second])).to.deep.equal(segments);
  });

  it("refuse names that would break out of their quotes", () => {
    expect(() => renderMediaPlaylist({ ...playlist, initUri: 'a"\n#EXT', segments: [], complete: true })).to.throw(RangeError);
  });
});

describe("the multivariant playlist", () => {
  const frameRate = { num: 30_000, den: 1001 };
  const variants = [
    { uri: "v360.m3u8", width: 640, height: 360, frameRate, codecs: "avc1.64001e", peakBps: 900_000, averageBps: 650_000 },
    { uri: "v720.m3u8", width: 1280, height: 720, frameRate, codecs: "avc1.64001f", peakBps: 3_100_000, averageBps: 2_400_000 },
  ];

  it("offers every rung with the sound", () => {
    const audio = { uri: "audio.m3u8", codecs: "mp4a.40.2", channels: 2, peakBps: 131_000, averageBps: 128_500 };
    golden("multivariant.m3u8", renderMultivariantPlaylist({ variants, audio }));
  });

  it("does without sound", () => golden("multivariant-silent.m3u8", renderMultivariantPlaylist({ variants })));
});

describe("measured bit rates", () => {
  it("peak where a run of about a target duration does", () => {
    const rates = measureBitRate(
      [
        { sizeBytes: 500_000, durationUs: 4e6 },
        { sizeBytes: 1_000_000, durationUs: 4e6 },
        { sizeBytes: 250_000, durationUs: 4e6 },
      ],
      4,
    );
    expect(rates).to.deep.equal({ peakBps: 2_000_000, averageBps: Math.ceil((1_750_000 * 8) / 12) });
  });

  it("do not peak in a short last segment alone", () => {
    const rates = measureBitRate(
      [
        { sizeBytes: 500_000, durationUs: 4e6 },
        { sizeBytes: 100_000, durationUs: 0.1e6 },
      ],
      4,
    );
    expect(rates.peakBps).to.equal(Math.ceil((600_000 * 8) / 4.1));
  });

  it("are the mean where the whole video is short, and nothing where there is none", () => {
    expect(measureBitRate([{ sizeBytes: 1000, durationUs: 1e6 }], 4)).to.deep.equal({ peakBps: 8000, averageBps: 8000 });
    expect(measureBitRate([], 4)).to.deep.equal({ peakBps: 0, averageBps: 0 });
  });
});

describe("the storyboard's track", () => {
  it("names a part of a sheet for every interval", () => {
    const storyboard = { intervalMs: 2000, count: 5, columns: 2, rows: 2, tileWidth: 160, tileHeight: 90, keyframesOnly: false };
    golden("storyboard.vtt", renderStoryboardVtt(storyboard, 9_250, ["sheet-0.jpg", "sheet-1.jpg"]));
  });
});
