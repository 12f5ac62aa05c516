import type { BenchRow } from "./table.ts";

export interface BenchOptions {
  /** Of one upload. */
  readonly sizeMb: number;
  /** Uploads to each server, of which the fastest counts. */
  readonly runs: number;
  readonly photos: number;
  /** Length of the video. */
  readonly minutes: number;
  /** MediaPipelines that one operator has. */
  readonly pipelines: number;
  /** Of all owners of the large library. */
  readonly media: number;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  /** What else was seen, a sentence each. */
  readonly notes: readonly string[];
  /** What was left out, and why. */
  readonly skipped: readonly string[];
}

/** What a suite measures; `say` tells the person at the screen what goes on. */
export type BenchSuite = (options: BenchOptions, say: (text: string) => void) => Promise<BenchResult>;
