import { VideoFaultError } from "../../ffmpeg/errors.ts";
import type { VideoFacts } from "../probe/facts.ts";
import { toNumber } from "../rational.ts";
import { planColour } from "./colour.ts";
import { planGrid } from "./frame-grid.ts";
import { planLadder } from "./ladder.ts";
import { countSegments, frameTimeUs, planSegmentTasks } from "./segment-tasks.ts";
import type { PlanSettings } from "./settings.ts";
import type { AudioSpec, PictureSource, VideoPlan } from "./specs.ts";
import { planPoster, planStoryboard } from "./stills.ts";

const audioKbps = 128;

/** Decides everything about a video before any of it is decoded. @throws VideoFaultError `too_long`, `too_many_pixels` */
export function planVideo(facts: VideoFacts, settings: PlanSettings): VideoPlan {
  if (facts.durationMs > settings.maxDurationMs) throw new VideoFaultError("too_long");
  if (Math.max(facts.codedWidth * facts.codedHeight, facts.displayWidth * facts.displayHeight) > settings.maxPixels) {
    throw new VideoFaultError("too_many_pixels");
  }
  const { grid, originPts } = planGrid(facts, settings.segmentMs);
  const durationMs = Math.round(frameTimeUs(grid, grid.frameCount) / 1000);
  const rungs = planLadder({ ...facts, framesPerSecond: toNumber(grid.rate) });
  const source: PictureSource = {
    demuxer: facts.demuxer,
    streamIndex: facts.streamIndex,
    timeBase: facts.timing.timeBase,
    originPts,
    pixels: facts.codedWidth * facts.codedHeight,
    interlaced: facts.interlaced,
    colour: planColour(facts, settings.canToneMap),
  };
  const segmentCount = countSegments(grid);
  const ranges = planSegmentTasks(segmentCount, { first: settings.firstTaskSegments, rest: settings.taskSegments });
  const audio = planAudio(facts, originPts, settings.segmentMs);
  return {
    v: 1,
    durationMs,
    segmentCount,
    grid,
    rungs,
    segments: ranges.map((range) => ({ v: 1, source, grid, rungs, preset: settings.preset, ...range })),
    ...(audio ? { audio } : {}),
    stills: { v: 1, source, grid, poster: planPoster(grid, facts), storyboard: planStoryboard(durationMs, facts) },
  };
}

/** The sound starts where the picture does, and goes on to its own end. */
function planAudio(facts: VideoFacts, originPts: number, fragmentMs: number): AudioSpec | undefined {
  if (!facts.audio) return undefined;
  const originSeconds = originPts * toNumber(facts.timing.timeBase);
  const durationMs = Math.round(facts.audio.endMs - originSeconds * 1000);
  if (durationMs <= 0) return undefined;
  return {
    v: 1,
    demuxer: facts.demuxer,
    streamIndex: facts.audio.streamIndex,
    originSeconds,
    durationMs,
    bitrateKbps: audioKbps,
    fragmentMs,
  };
}
