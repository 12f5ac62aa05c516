import type { Rung, SegmentsSpec } from "./plan/specs.ts";

/** Consecutive segments that one run makes, and the rungs that lack one of them. */
export interface Stretch {
  readonly firstSegment: number;
  readonly segmentCount: number;
  readonly rungs: readonly Rung[];
}

/** `v720/12`: how a finished segment is told to `planStretches`. */
export function segmentName(rendition: string, number: number): string {
  return `${rendition}/${number}`;
}

/** What is left of a task: the segments that a rung still lacks, in runs as long as possible. */
export function planStretches(spec: SegmentsSpec, done: ReadonlySet<string>): Stretch[] {
  const stretches: { firstSegment: number; segmentCount: number; rungs: Set<Rung> }[] = [];
  for (let number = spec.firstSegment; number < spec.firstSegment + spec.segmentCount; number++) {
    const lacking = spec.rungs.filter((rung) => !done.has(segmentName(rung.name, number)));
    if (lacking.length === 0) continue;
    const last = stretches.at(-1);
    if (last && last.firstSegment + last.segmentCount === number) {
      last.segmentCount += 1;
      for (const rung of lacking) last.rungs.add(rung);
    } else {
      stretches.push({ firstSegment: number, segmentCount: 1, rungs: new Set(lacking) });
    }
  }
  return stretches.map((stretch) => ({ ...stretch, rungs: spec.rungs.filter((rung) => stretch.rungs.has(rung)) }));
}
