/** Any number of samples in four: CloudWatch gives their sum and count back, so that a mean over many workers is weighted. */
export interface Statistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

export function addSample(statistics: Statistics | null, sample: number): Statistics {
  return mergeStatistics({ sampleCount: 1, sum: sample, minimum: sample, maximum: sample }, statistics);
}

export function mergeStatistics(a: Statistics, b: Statistics | null): Statistics {
  if (!b) return a;
  return {
    sampleCount: a.sampleCount + b.sampleCount,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  };
}
