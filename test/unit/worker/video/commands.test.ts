import {
  buildAudioCommand,
  buildPosterCommand,
  buildSegmentsCommand,
  buildStoryboardCommand,
  defaultPlanSettings,
  type FfmpegCommand,
  planVideo,
  type SegmentsSpec,
  type VideoFacts,
  type VideoPlan,
} from "@mediashare/worker";
import { expectGolden } from "../../../support/golden.ts";
import { timing, videoFacts } from "../../../support/video-facts.ts";

const sourceUrl = "http://127.0.0.1:9/source";
const threads = 2;

/** One option and its value a line, one filter a line. */
function print(command: FfmpegCommand): string {
  const pairs = (words: readonly string[]): string => words.join(" ").replaceAll(/ (-[a-z])/g, "\n  $1");
  return [
    "input",
    `  ${pairs(command.input.options)}`,
    `  -i ${command.input.url}`,
    "filters",
    ...command.filterGraph.split(";").flatMap((chain) => chain.split(",").map((filter, index) => `  ${index === 0 ? "" : "  "}${filter}`)),
    ...command.outputs.flatMap((output) => [`output ${output.name}`, `  ${pairs(output.options)}`]),
    "",
  ].join("\n");
}

function planOf(different: Partial<VideoFacts>): VideoPlan {
  return planVideo(videoFacts(different), { ...defaultPlanSettings, taskSegments: 4 });
}

describe("ffmpeg commands", () => {
  const golden = (name: string, command: FfmpegCommand): void =>
    expectGolden(new URL(`../golden/${name}.txt`, import.meta.url), print(command));
  const ntsc = { num: 30_000, den: 1001 };
  const long = planOf({ frameRate: { average: ntsc, base: ntsc }, timing: timing(ntsc, 1800, 3003), durationMs: 60_060 });
  const segments = (plan: VideoPlan, index: number): FfmpegCommand =>
    buildSegmentsCommand({ spec: plan.segments[index] as SegmentsSpec, sourceUrl, threads });

  it("make the first segments", () => golden("segments-first", segments(long, 0)));
  it("make later segments", () => golden("segments-later", segments(long, 1)));
  it("make one rung of a small upright source", () =>
    golden(
      "segments-small",
      segments(planOf({ displayWidth: 136, displayHeight: 240, codedWidth: 240, codedHeight: 136, rotation: 90 }), 0),
    ));
  it("bring high dynamic range to 8 bits", () => golden("segments-hdr", segments(planOf({ hdr: "pq", pixelFormat: "yuv420p10le" }), 0)));
  it("weave fields together", () => golden("segments-interlaced", segments(planOf({ interlaced: true }), 0)));
  it("make the sound", () => golden("audio", buildAudioCommand({ spec: long.audio as never, sourceUrl })));
  it("take a poster", () => golden("poster", buildPosterCommand({ spec: long.stills, sourceUrl, threads })));
  it("make a storyboard", () => golden("storyboard", buildStoryboardCommand({ spec: long.stills, sourceUrl, threads })));
});
