import { defaultPlanSettings, planStretches, planVideo, type SegmentsSpec, segmentName } from "@mediashare/worker";
import { expect } from "chai";
import { videoFacts } from "../../../support/video-facts.ts";

describe("planStretches", () => {
  const planned = planVideo(videoFacts({ displayWidth: 640, displayHeight: 360 }), {
    ...defaultPlanSettings,
    segmentMs: 1000,
    firstTaskSegments: 10,
  });
  const spec = planned.segments[0] as SegmentsSpec;
  const whole = (numbers: readonly number[]): string[] =>
    spec.rungs.flatMap((rung) => numbers.map((number) => segmentName(rung.name, number)));
  const stretches = (done: readonly string[]) =>
    planStretches(spec, new Set(done)).map((stretch) => [
      stretch.firstSegment,
      stretch.segmentCount,
      stretch.rungs.map((rung) => rung.name).join(),
    ]);

  it("is the whole task where nothing stands", () => {
    expect(stretches([])).to.deep.equal([[0, 10, "v360,v240"]]);
  });

  it("leaves out what stands at the beginning and at the end", () => {
    expect(stretches(whole([0, 1, 2, 9]))).to.deep.equal([[3, 6, "v360,v240"]]);
  });

  it("goes round what stands in the middle", () => {
    expect(stretches(whole([4, 5]))).to.deep.equal([
      [0, 4, "v360,v240"],
      [6, 4, "v360,v240"],
    ]);
  });

  it("makes only the rungs that lack something", () => {
    expect(stretches([...whole([0, 1, 2, 3, 4, 5, 6, 7, 8]), segmentName("v360", 9)])).to.deep.equal([[9, 1, "v240"]]);
  });

  it("is nothing where all stands", () => {
    expect(stretches(whole([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).to.deep.equal([]);
  });
});
