import { parseDurationMs } from "./duration.ts";
import type { MediaPipelineSpec } from "./schema/spec.ts";

type LoadScaling = NonNullable<NonNullable<MediaPipelineSpec["web"]>["scaling"]>;
type Worker = NonNullable<MediaPipelineSpec["worker"]>;

/** The spec in the scaling policy's units: a `PolicySpec` of `@mediashare/policy`, by structure. */
export function toPolicySpec({ worker, upload, web }: MediaPipelineSpec) {
  const fleets = {
    ...(upload?.scaling && { upload: toFleetSpec(upload.scaling) }),
    ...(web?.scaling && { web: toFleetSpec(web.scaling) }),
  };
  return { ...(worker && { worker: toWorkerSpec(worker) }), fleets };
}

function toWorkerSpec({ concurrency, scaling, nodeGroups, spot }: Worker) {
  return {
    mode: scaling.mode,
    min: scaling.min,
    max: scaling.max,
    concurrency,
    drainTargetMs: parseDurationMs(scaling.drainTarget),
    scaleDownDelayMs: parseDurationMs(scaling.scaleDownDelay),
    defaultTaskSeconds: scaling.defaultTaskSeconds,
    nodeGroups: (nodeGroups ?? []).map(({ name, capacityType, min, max, priority, workersPerNode }) => ({
      name,
      capacityType,
      minNodes: min,
      maxNodes: max,
      ...(priority === undefined ? {} : { priority }),
      ...(workersPerNode === undefined ? {} : { workersPerNode }),
    })),
    spot: {
      onDemandBase: spot.onDemandBase,
      percentAboveBase: spot.percentAboveBase,
      fallbackAfterMs: parseDurationMs(spot.fallbackAfter),
    },
  };
}

function toFleetSpec({ mode, min, max, scaleDownDelay, metric }: LoadScaling) {
  return {
    mode,
    min,
    max,
    scaleDownDelayMs: parseDurationMs(scaleDownDelay),
    metric:
      metric.requestCountPerTarget === undefined
        ? ({ type: "cpuUtilization", target: metric.cpuUtilization as number } as const)
        : ({ type: "requestCountPerTarget", target: metric.requestCountPerTarget } as const),
  };
}
