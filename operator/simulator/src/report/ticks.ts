/** Round values from 0 up to at least this one, at most five of them. */
export function axisTicks(most: number): readonly number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_unused, index) => index * step);
}

export interface TimeTick {
  readonly second: number;
  readonly label: string;
}

const STEPS_SECONDS = [60, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400, 604_800];

/** At most nine, at round times: `1:30` is an hour and a half in. */
export function timeTicks(seconds: number): readonly TimeTick[] {
  const step = STEPS_SECONDS.find((each) => seconds / each <= 8) ?? seconds;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_unused, index) => ({ second: index * step, label: clock(index * step) }));
}

function clock(second: number): string {
  return `${Math.floor(second / 3_600)}:${String(Math.floor((second % 3_600) / 60)).padStart(2, "0")}`;
}
