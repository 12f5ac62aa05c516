/** At most so many pods, or percent of the pods that there were, within a period. */
export interface ScalingPolicy {
  readonly type: "Pods" | "Percent";
  readonly value: number;
  readonly period: number;
}

export interface ScaleEvent {
  readonly second: number;
  /** Positive: pods were added. */
  readonly by: number;
}

type Events = readonly ScaleEvent[];

/** Of the policies the one that allows most; a percentage is rounded up, so that it always allows something. */
export function upLimit(current: number, policies: readonly ScalingPolicy[], events: Events, second: number): number {
  return Math.max(
    ...policies.map(({ type, value, period }) => {
      const start = periodStart(current, period, events, second);
      return type === "Pods" ? start + value : Math.ceil(start * (1 + value / 100));
    }),
  );
}

export function downLimit(current: number, policies: readonly ScalingPolicy[], events: Events, second: number): number {
  return Math.min(
    ...policies.map(({ type, value, period }) => {
      const start = periodStart(current, period, events, second);
      return type === "Pods" ? start - value : Math.trunc(start * (1 - value / 100));
    }),
  );
}

function periodStart(current: number, period: number, events: Events, second: number): number {
  return events.reduce((start, event) => (second - event.second < period ? start - event.by : start), current);
}
