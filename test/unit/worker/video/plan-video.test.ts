import {
  countSegments,
  defaultPlanSettings,
  framesOf,
  planVideo,
  type VideoFacts,
  VideoFaultError,
  videoPlanSchema,
} from "@mediashare/worker";
import { expect } from "chai";
import fc from "fast-check";
import { timing, videoFacts } from "../../../support/video-facts.ts";

const settings = defaultPlanSettings;

const rates = fc.oneof(
  fc.constantFrom(
    { num: 24, den: 1 },
    { num: 25, den: 1 },
    { num: 30_000, den: 1001 },
    { num: 60, den: 1 },
    { num: 60_000, den: 1001 },
    { num: 240, den: 1 },
  ),
  fc.record({ num: fc.integer({ min: 1, max: 300 }), den: fc.integer({ min: 1, max: 3 }) }),
);

const anyFacts: fc.Arbitrary<VideoFacts> = fc
  .record({
    width: fc.integer({ min: 1, max: 7680 }),
    height: fc.integer({ min: 1, max: 4320 }),
    rate: rates,
    frames: fc.integer({ min: 1, max: 100_000 }),
    start: fc.integer({ min: -90_000, max: 900_000 }),
    variable: fc.boolean(),
  })
  .map(({ width, height, rate, frames, start, variable }) =>
    videoFacts({
      codedWidth: width,
      codedHeight: height,
      displayWidth: width,
      displayHeight: height,
      durationMs: Math.round((frames * rate.den * 1000) / rate.num),
      frameRate: { average: rate, base: rate },
      isVariableFrameRate: variable,
      timing: timing(rate, frames, start),
    }),
  )
  .filter((facts) => facts.durationMs <= settings.maxDurationMs);

describe("planVideo", () => {
  it("makes plans that survive the database, whatever the video is like", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planVideo(facts, settings);
        expect(videoPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).to.deep.equal(plan);
      }),
    );
  });

  it("covers every frame by exactly one segment of exactly one task", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { grid, segments, segmentCount } = planVideo(facts, settings);
        const numbers = segments.flatMap((task) => Array.from({ length: task.segmentCount }, (_, index) => task.firstSegment + index));
        expect(numbers).to.deep.equal(Array.from({ length: segmentCount }, (_, number) => number));
        expect(segmentCount).to.equal(countSegments(grid));
        const frames = numbers.map((number) => framesOf(grid, number));
        expect(Math.min(...frames)).to.be.greaterThan(0);
        expect(frames.reduce((sum, count) => sum + count, 0)).to.equal(grid.frameCount);
      }),
    );
  });

  it("lasts as long as the source, to a frame and a half", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planVideo(facts, settings);
        const frameMs = (1000 * plan.grid.rate.den) / plan.grid.rate.num;
        expect(Math.abs(plan.durationMs - facts.durationMs)).to.be.at.most(1.5 * frameMs + 1);
      }),
    );
  });

  it("never enlarges, keeps the shape, and has even sides and different rungs from large to small", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { rungs } = planVideo(facts, settings);
        rungs.forEach((rung, index) => {
          expect([rung.width % 2, rung.height % 2]).to.deep.equal([0, 0]);
          expect(rung.width).to.be.at.most(Math.max(2, facts.displayWidth));
          expect(rung.height).to.be.at.most(Math.max(2, facts.displayHeight));
          expect(Math.max(rung.width, rung.height)).to.be.at.most(4096);
          const next = rungs[index + 1];
          if (next) expect(rung.width * rung.height).to.be.greaterThan(next.width * next.height);
          // To the nearest even pixel on both sides.
          const scale = rung.width / facts.displayWidth;
          if (rung.width > 2 && rung.height > 2) {
            expect(Math.abs(rung.height - facts.displayHeight * scale)).to.be.at.most(2 + (2 * facts.displayHeight) / facts.displayWidth);
          }
        });
        expect(new Set(rungs.map((rung) => rung.name)).size).to.equal(rungs.length);
      }),
    );
  });

  const sizes = (different: Partial<VideoFacts>): string[] =>
    planVideo(videoFacts(different), settings).rungs.map((rung) => `${rung.name} ${rung.width}x${rung.height}`);
  for (const [what, displayWidth, displayHeight, expected] of [
    ["4K", 3840, 2160, ["v1080 1920x1080", "v720 1280x720", "v480 854x480", "v360 640x360", "v240 426x240"]],
    ["a phone held upright", 1080, 1920, ["v1080 1080x1920", "v720 720x1280", "v480 480x854", "v360 360x640", "v240 240x426"]],
    ["odd sides", 853, 481, ["v480 852x480", "v360 638x360", "v240 426x240"]],
    ["a size between two rungs", 1600, 900, ["v900 1600x900", "v720 1280x720", "v480 854x480", "v360 640x360", "v240 426x240"]],
    ["smaller than any rung", 176, 144, ["v144 176x144"]],
  ] as const) {
    it(`has the expected ladder for ${what}`, () => {
      expect(sizes({ displayWidth, displayHeight, codedWidth: displayWidth, codedHeight: displayHeight })).to.deep.equal(expected);
    });
  }

  it("begins with a short task, so that watching can begin soon", () => {
    const plan = planVideo(videoFacts({ durationMs: 120_000, timing: timing({ num: 30, den: 1 }, 3600) }), settings);
    expect(plan.segments.map((task) => [task.firstSegment, task.segmentCount])).to.deep.equal([
      [0, 3],
      [3, 12],
      [15, 15],
    ]);
  });

  const gridOf = (rate: { num: number; den: number }, different: Partial<VideoFacts> = {}) =>
    planVideo(videoFacts({ frameRate: { average: rate, base: rate }, timing: timing(rate, 1000), ...different }), settings).grid;

  it("keeps the source's rate exactly, and cuts at its frames", () => {
    expect(gridOf({ num: 30_000, den: 1001 })).to.deep.equal({ rate: { num: 30_000, den: 1001 }, frameCount: 1000, segmentFrames: 120 });
    expect(gridOf({ num: 25, den: 1 })).to.deep.equal({ rate: { num: 25, den: 1 }, frameCount: 1000, segmentFrames: 100 });
    expect(gridOf({ num: 2_997_003, den: 100_000 }).rate, "29.97003, as some muxers write it").to.deep.equal({ num: 30_000, den: 1001 });
  });

  it("takes every n-th frame of faster sources", () => {
    expect(gridOf({ num: 240, den: 1 })).to.deep.include({ rate: { num: 240, den: 4 }, segmentFrames: 240 });
    expect(gridOf({ num: 120_000, den: 1001 }).rate).to.deep.equal({ num: 120_000, den: 2002 });
  });

  it("puts varying rates on 30 or 60 frames a second", () => {
    const varying = (average: number) => gridOf({ num: average, den: 10 }, { isVariableFrameRate: true }).rate;
    expect(varying(83)).to.deep.equal({ num: 30, den: 1 });
    expect(varying(298)).to.deep.equal({ num: 30, den: 1 });
    expect(varying(572)).to.deep.equal({ num: 60, den: 1 });
  });

  it("aligns the grid with the beat of the frames, not with a first one that is off it", () => {
    const even = timing({ num: 30, den: 1 }, 300);
    const headPts = even.headPts.map((pts, index) => (index === 0 ? pts : pts + 1400));
    const plan = planVideo(
      videoFacts({ timing: { ...even, headPts, lastPts: even.lastPts + 1400, endPts: even.endPts + 1400 } }),
      settings,
    );
    expect(plan.segments[0]?.source.originPts).to.be.closeTo(1400, 40);
    expect(plan.grid.frameCount).to.equal(300);
  });

  const refusal = (facts: VideoFacts): string => {
    try {
      planVideo(facts, settings);
    } catch (error) {
      if (error instanceof VideoFaultError) return error.code;
      throw error;
    }
    return "planned";
  };

  it("refuses what is too long or too large", () => {
    expect(refusal(videoFacts({ durationMs: settings.maxDurationMs + 1 }))).to.equal("too_long");
    expect(refusal(videoFacts({ codedWidth: 16_384, codedHeight: 16_384 }))).to.equal("too_many_pixels");
    expect(refusal(videoFacts())).to.equal("planned");
  });

  it("tone-maps high dynamic range where the ffmpeg at hand can, and converts it otherwise", () => {
    const colour = (canToneMap: boolean) =>
      planVideo(videoFacts({ hdr: "hlg", colour: { matrix: "bt2020nc" } }), { ...settings, canToneMap }).stills.source.colour;
    expect(colour(true)).to.deep.equal({ kind: "tone-map", transfer: "arib-std-b67" });
    expect(colour(false)).to.deep.equal({ kind: "convert", matrix: "bt2020" });
  });

  it("bounds the storyboard however long the video is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (frames) => {
        const facts = videoFacts({ timing: timing({ num: 30, den: 1 }, frames), durationMs: Math.round((frames * 1000) / 30) });
        const { storyboard } = planVideo(facts, settings).stills;
        expect(storyboard.count).to.be.within(1, 150);
        expect(storyboard.count * storyboard.intervalMs).to.be.at.least(facts.durationMs);
      }),
    );
  });
});
