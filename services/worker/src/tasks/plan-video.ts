import { completeTask, createTask, describeMedia, type MediaFacts, type TaskRow, withLease } from "@mediashare/core";
import { retryOutage } from "../retry-outage.ts";
import type { TaskContext } from "../task-context.ts";
import { planVideo } from "../video/plan/plan-video.ts";
import type { VideoPlan } from "../video/plan/specs.ts";
import type { VideoFacts } from "../video/probe/facts.ts";
import { runProbe } from "../video/probe/run-probe.ts";
import { toNumber } from "../video/rational.ts";
import type { TaskDeps } from "./task-deps.ts";
import { withOriginal } from "./with-original.ts";

type PlannedTask = Pick<TaskRow, "kind" | "ordinal" | "spec" | "weight">;

/** Looks at a video, plans all of its work, and hands it out as tasks. */
export async function planVideoTask(deps: TaskDeps, context: TaskContext): Promise<void> {
  const { media, lease, signal, traceparent } = context;
  const facts = await withOriginal(deps, media, (source) =>
    runProbe({
      source,
      contentType: media.content_type ?? "",
      settings: deps.ffmpeg,
      signal,
      now: new Date(),
    }),
  );
  const plan = planVideo(facts, deps.videoPlan);
  await retryOutage(
    () =>
      withLease(deps.db, lease, async (trx, task) => {
        await describeMedia(trx, task, {
          width: facts.displayWidth,
          height: facts.displayHeight,
          durationMs: plan.durationMs,
          capturedAt: facts.capturedAt === undefined ? null : new Date(facts.capturedAt),
          facts: toMediaFacts(facts),
        });
        for (const planned of listTasks(plan)) await createTask(trx, { ...planned, media, traceparent });
        await completeTask(trx, task);
      }),
    signal,
  );
}

/** In the order in which they are wanted: what it takes to begin watching comes first. Weights are shares of the work. */
export function listTasks(plan: VideoPlan): PlannedTask[] {
  const share = (count: number): number => count / plan.segmentCount;
  const [first, ...rest] = plan.segments.map(
    (spec, ordinal): PlannedTask => ({ kind: "segments", ordinal, spec, weight: share(spec.segmentCount) }),
  );
  return [
    ...(plan.audio ? [{ kind: "audio" as const, ordinal: 0, spec: plan.audio, weight: 0.05 }] : []),
    ...(first ? [first] : []),
    { kind: "stills", ordinal: 0, spec: plan.stills, weight: 0.05 },
    ...rest,
  ];
}

function toMediaFacts(facts: VideoFacts): MediaFacts {
  const { camera, place, capturedLocal, audio, contentId } = facts;
  const rate = facts.frameRate.average ?? facts.frameRate.base;
  return {
    ...(camera ? { camera: defined(camera) } : {}),
    ...(place ? { place: defined(place) } : {}),
    ...(capturedLocal ? { capturedLocal } : {}),
    ...(contentId ? { contentId } : {}),
    video: { codec: facts.videoCodec, frameRate: rate ? Math.round(toNumber(rate) * 1000) / 1000 : 0, rotation: facts.rotation },
    ...(audio ? { audio: { codec: audio.codec, channels: audio.channels } } : {}),
  };
}

/** Without the properties that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}
