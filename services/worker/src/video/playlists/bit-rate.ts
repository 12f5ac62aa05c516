export interface MeasuredSegment {
  readonly sizeBytes: number;
  readonly durationUs: number;
}

export interface BitRate {
  readonly peakBps: number;
  readonly averageBps: number;
}

/**
 * Peak and average segment bit rate (RFC 8216bis, 2): the peak is the largest of any run of neighbouring segments that lasts
 * between half and one and a half target durations.
 */
export function measureBitRate(segments: readonly MeasuredSegment[], targetSeconds: number): BitRate {
  const averageBps = rateOf(sum(segments));
  let peakBps = 0;
  segments.forEach((_, start) => {
    let [sizeBytes, durationUs] = [0, 0];
    for (const segment of segments.slice(start, start + longestRun(segments, start, targetSeconds))) {
      sizeBytes += segment.sizeBytes;
      durationUs += segment.durationUs;
      if (durationUs >= targetSeconds * 0.5e6) peakBps = Math.max(peakBps, rateOf({ sizeBytes, durationUs }));
    }
  });
  return { peakBps: Math.max(peakBps, averageBps), averageBps };
}

function longestRun(segments: readonly MeasuredSegment[], start: number, targetSeconds: number): number {
  let durationUs = 0;
  let count = 0;
  for (let index = start; index < segments.length; index++, count++) {
    durationUs += (segments[index] as MeasuredSegment).durationUs;
    if (durationUs > targetSeconds * 1.5e6) break;
  }
  return count;
}

function sum(segments: readonly MeasuredSegment[]): MeasuredSegment {
  return segments.reduce(
    (total, { sizeBytes, durationUs }) => ({ sizeBytes: total.sizeBytes + sizeBytes, durationUs: total.durationUs + durationUs }),
    {
      sizeBytes: 0,
      durationUs: 0,
    },
  );
}

function rateOf({ sizeBytes, durationUs }: MeasuredSegment): number {
  return durationUs > 0 ? Math.ceil((sizeBytes * 8e6) / durationUs) : 0;
}
