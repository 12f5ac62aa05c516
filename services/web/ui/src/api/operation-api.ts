import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  ClearAnswer,
  FailureGroups,
  QueueState,
  RetryFailuresAnswer,
  ScalingAnswer,
  StorageSummary,
} from "../../../src/api/operation/schema.ts";
import { request } from "./client.ts";

export type { FailureGroups, QueueState, QueueTask, ScalingAnswer, StorageSummary } from "../../../src/api/operation/schema.ts";

/** As often as numbers that people watch should move; only while the page is looked at. */
const liveMs = 2_000;

const look = <Body>(name: string, refetchInterval = liveMs) =>
  queryOptions({
    queryKey: ["admin", name],
    queryFn: ({ signal }) => request<Body>(`/v1/admin/${name}`, { signal }),
    refetchInterval,
  });

export const queueQuery = look<QueueState>("queue");
export const failuresQuery = look<FailureGroups>("failures");
export const storageQuery = look<StorageSummary>("storage", 60_000);
export const scalingQuery = look<ScalingAnswer>("scaling");

const post = <Body>(path: string, body?: object) =>
  request<Body>(`/v1/admin/${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });

/** Pauses the queue, or has it go on. */
export function usePauseQueue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (pause: boolean) => post<QueueState>(`queue/${pause ? "pause" : "resume"}`),
    onSuccess: (state) => client.setQueryData(queueQuery.queryKey, state),
  });
}

/** Batch after batch, until nothing is left. @returns how many media were taken out of the queue */
export async function clearQueue(): Promise<number> {
  for (let cleared = 0; ; ) {
    const answer = await post<ClearAnswer>("queue/clear");
    cleared += answer.cleared;
    if (answer.done) return cleared;
  }
}

/** Batch after batch, what failed for this reason until now. @returns how many are tried again */
export async function retryFailures(code: string): Promise<number> {
  const before = new Date().toISOString();
  for (let retried = 0; ; ) {
    const answer = await post<RetryFailuresAnswer>(`failures/${code}/retry`, { before });
    retried += answer.retried;
    if (answer.done) return retried;
  }
}
