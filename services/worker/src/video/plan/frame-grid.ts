import type { VideoFacts } from "../probe/facts.ts";
import { type Rational, toNumber } from "../rational.ts";
import type { FrameGrid } from "./specs.ts";

const fastestRate = 60;

/** Rates of cameras and broadcasters. */
const standardRates: readonly Rational[] = [
  ...[12, 15, 24, 25, 30, 48, 50, 60].map((num) => ({ num, den: 1 })),
  ...[24_000, 30_000, 48_000, 60_000].map((num) => ({ num, den: 1001 })),
];

/** 23.976 and 24 differ by 0.1 %. */
const nearStandard = 0.0004;

/** What frames of varying rate are put on: the finest of these that their mean calls for. */
const variableRates: readonly Rational[] = [
  { num: 30, den: 1 },
  { num: 60, den: 1 },
];

/**
 * The grid that all frames are put on. A source with a constant rate keeps it, every frame in its own slot, cut exactly at frames;
 * one with a varying rate is put on a regular grid, where a gap in it is filled by its last picture.
 */
export function planGrid(facts: VideoFacts, segmentMs: number): { grid: FrameGrid; originPts: number } {
  const rate = chooseRate(facts);
  const framesPerTick = toNumber(rate) * toNumber(facts.timing.timeBase);
  const originPts = facts.timing.startPts + phaseTicks(facts);
  const lastFrame = Math.round((facts.timing.lastPts - originPts) * framesPerTick);
  const endFrame = Math.round((facts.timing.endPts - originPts) * framesPerTick);
  const segmentFrames = Math.max(1, Math.round((segmentMs / 1000) * toNumber(rate)));
  return { grid: { rate, frameCount: Math.max(1, lastFrame + 1, endFrame), segmentFrames }, originPts };
}

function chooseRate(facts: VideoFacts): Rational {
  const { average, base } = facts.frameRate;
  if (!facts.isVariableFrameRate && base) return notFaster(nearestStandard(base));
  const mean = average ? toNumber(average) : 0;
  return variableRates.find((rate) => mean <= toNumber(rate) * 1.05) ?? { num: fastestRate, den: 1 };
}

function nearestStandard(rate: Rational): Rational {
  const distance = (standard: Rational): number => Math.abs(toNumber(rate) / toNumber(standard) - 1);
  const nearest = standardRates.reduce((best, standard) => (distance(standard) < distance(best) ? standard : best));
  return distance(nearest) < nearStandard ? nearest : rate;
}

/** 120 and 240 become 60: every second or fourth frame. */
function notFaster(rate: Rational): Rational {
  const divisor = Math.ceil(toNumber(rate) / (fastestRate * 1.001));
  return divisor > 1 ? { num: rate.num, den: rate.den * divisor } : rate;
}

/**
 * How far frame 0 of the grid lies after the first timestamp: the first frame of a recording is often a little off the beat that
 * the others keep, and a frame near the middle between two slots could fall into either. The mean of angles, as on a clock's face,
 * which goes round once for every frame of the source: on a slower face its frames would stand all around, and have no mean.
 */
function phaseTicks(facts: VideoFacts): number {
  const { base } = facts.frameRate;
  if (facts.isVariableFrameRate || !base) return 0;
  const framesPerTick = toNumber(nearestStandard(base)) * toNumber(facts.timing.timeBase);
  let [x, y] = [0, 0];
  for (const pts of facts.timing.headPts.filter((head) => head >= facts.timing.startPts)) {
    const angle = 2 * Math.PI * (pts - facts.timing.startPts) * framesPerTick;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  return Math.round(Math.atan2(y, x) / (2 * Math.PI) / framesPerTick);
}
