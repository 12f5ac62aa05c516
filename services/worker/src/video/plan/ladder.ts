import type { Rung } from "./specs.ts";

interface LadderStep {
  readonly shortSide: number;
  readonly crf: number;
  /** At up to 30 frames a second; half as much again above. */
  readonly maxKbps: number;
}

/**
 * The H.264 ladder. Constant quality (CRF) under a ceiling: quiet pictures take far less than the ceiling, and the ceilings
 * follow Apple's HLS authoring table (1080: 6,000 kbit/s, 720: 3,000, 480: 1,600, 360: 730) within a quarter.
 */
const ladder: readonly LadderStep[] = [
  { shortSide: 1080, crf: 22, maxKbps: 6_000 },
  { shortSide: 720, crf: 22, maxKbps: 3_200 },
  { shortSide: 480, crf: 23, maxKbps: 1_600 },
  { shortSide: 360, crf: 23, maxKbps: 900 },
  { shortSide: 240, crf: 24, maxKbps: 450 },
];

/** Phones decode no H.264 beyond 4096 a side. */
const longestSide = 4096;

/** A source this much finer than the best step below it is worth a rung at its own size. */
const worthOwnRung = 1.2;

/** The sizes and rates to offer, from the largest to the smallest: never larger than the source, in its shape, with even sides. */
export function planLadder(picture: { displayWidth: number; displayHeight: number; framesPerSecond: number }): Rung[] {
  const shortSide = Math.min(picture.displayWidth, picture.displayHeight);
  const rungs = stepsFor(shortSide).map((step) => makeRung(step, picture));
  return rungs.filter((rung, index) => index === 0 || rung.width !== rungs[index - 1]?.width || rung.height !== rungs[index - 1]?.height);
}

function stepsFor(shortSide: number): LadderStep[] {
  const steps = ladder.filter((step) => step.shortSide <= shortSide);
  const [largest] = steps;
  if (largest === ladder[0] || (largest && shortSide < largest.shortSide * worthOwnRung)) return steps;
  const above = ladder.findLast((step) => step.shortSide > shortSide) as LadderStep;
  // Bits follow the area, a little less than in proportion.
  const share = (shortSide / above.shortSide) ** 1.7;
  return [{ shortSide, crf: above.crf, maxKbps: Math.max(200, Math.round(above.maxKbps * share)) }, ...steps];
}

function makeRung(step: LadderStep, picture: { displayWidth: number; displayHeight: number; framesPerSecond: number }): Rung {
  const { displayWidth, displayHeight } = picture;
  const scale = Math.min(1, step.shortSide / Math.min(displayWidth, displayHeight), longestSide / Math.max(displayWidth, displayHeight));
  const maxKbps = Math.round(step.maxKbps * (picture.framesPerSecond > 31 ? 1.5 : 1));
  return {
    name: `v${step.shortSide}`,
    width: even(displayWidth * scale, displayWidth),
    height: even(displayHeight * scale, displayHeight),
    crf: step.crf,
    maxKbps,
    bufferKbits: maxKbps * 2,
  };
}

/** 4:2:0 halves both sides. A source of a single line or column is the one that grows. */
function even(side: number, sourceSide: number): number {
  const nearest = Math.round(side / 2) * 2;
  return Math.max(2, nearest > sourceSide ? nearest - 2 : nearest);
}
