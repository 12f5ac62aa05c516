/** What a deployment may want otherwise. */
export interface PlanSettings {
  readonly maxDurationMs: number;
  /** Of one picture. */
  readonly maxPixels: number;
  /** Whether the ffmpeg that will run has the filters for tone mapping. */
  readonly canToneMap: boolean;
  /** x264's: slower ones make the same quality in fewer bits. */
  readonly preset: string;
  readonly segmentMs: number;
  /** Segments of the first task: few, so that watching can begin soon. */
  readonly firstTaskSegments: number;
  readonly taskSegments: number;
}

export const defaultPlanSettings: PlanSettings = {
  maxDurationMs: 12 * 3_600_000,
  /** 8K, either way up, and a little. */
  maxPixels: 36_000_000,
  canToneMap: true,
  preset: "veryfast",
  segmentMs: 4_000,
  firstTaskSegments: 3,
  taskSegments: 12,
};
