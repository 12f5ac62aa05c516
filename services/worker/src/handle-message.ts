import {
  failMedia,
  type Knex,
  type Lease,
  LeaseLostError,
  leaseTask,
  postponeTask,
  type ReceivedMessage,
  releaseTask,
  type TaskQueue,
  type TaskRow,
  withLease,
} from "@mediashare/core";
import { childContext, formatTraceparent, type Logger, parseJson, parseTraceparent } from "@mediashare/kit";
import { z } from "zod";
import { backoffSeconds, classifyFault } from "./faults.ts";
import { keepLease } from "./keep-lease.ts";
import { retryOutage } from "./retry-outage.ts";
import type { TaskHandlers } from "./task-context.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

/** Runs of one task that a dying worker may cut short before the task counts as poison. */
const maxCutShort = 30;

const messageSchema = z.object({ v: z.literal(1), taskId: z.uuid(), traceparent: z.string().optional() });

export interface MessageOptions {
  readonly db: Knex;
  readonly queue: TaskQueue;
  readonly handlers: TaskHandlers;
  readonly worker: string;
  readonly leaseMs: number;
  readonly visibilityMs: number;
  readonly maxAttempts: number;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
}

/** Does what a message asks for, and settles it: deleted when its task is over, hidden for a while when it is to come again. */
export async function handleMessage(message: ReceivedMessage, options: MessageOptions, shutdown: AbortSignal): Promise<void> {
  const { queue, logger } = options;
  const parsed = messageSchema.safeParse(parseJson(message.body));
  if (!parsed.success) {
    logger.error({ messageId: message.messageId, fault: z.prettifyError(parsed.error) }, "not a task message; it is dropped");
    return queue.delete([message.receiptHandle]);
  }
  const { taskId } = parsed.data;
  const attempt = await leaseTask(options.db, { taskId, worker: options.worker, leaseMs: options.leaseMs });
  if (attempt.outcome === "over") return queue.delete([message.receiptHandle]);
  if (attempt.outcome === "busy") return queue.changeVisibility(message.receiptHandle, attempt.remainingMs / 1000 + 1);

  const trace = childContext(parseTraceparent(parsed.data.traceparent));
  const { task } = attempt;
  const log = logger.child({ taskId, mediaId: task.media_id, kind: task.kind, traceId: trace.traceId, spanId: trace.spanId });
  const verdict = await runTask(task, message, options, shutdown, log, formatTraceparent(trace));
  await settle(verdict, message, queue);
}

/** What becomes of the message. `leave`: it is in another worker's hands, and becomes visible again by itself if that one dies. */
type Verdict = { readonly message: "delete" | "leave" } | { readonly message: "again"; readonly afterSeconds: number };

async function settle(verdict: Verdict, { receiptHandle }: ReceivedMessage, queue: TaskQueue): Promise<void> {
  if (verdict.message === "delete") await retryOutage(() => queue.delete([receiptHandle]));
  if (verdict.message === "again") await retryOutage(() => queue.changeVisibility(receiptHandle, verdict.afterSeconds));
}

async function runTask(
  task: TaskRow,
  message: ReceivedMessage,
  options: MessageOptions,
  shutdown: AbortSignal,
  log: Logger,
  traceparent: string,
): Promise<Verdict> {
  const { db, metrics } = options;
  const lease: Lease = { taskId: task.id, token: task.token };
  const keeper = keepLease({ ...options, lease, receiptHandle: message.receiptHandle, log });
  const signal = AbortSignal.any([shutdown, keeper.lost]);
  const startedAt = performance.now();
  const end = metrics.started(task.kind);
  try {
    if (task.attempts - task.failures > maxCutShort) throw new Error(`Task ${task.id} was cut short ${maxCutShort} times`);
    const media = await db("media").where({ id: task.media_id }).first();
    if (!media) return { message: "delete" };
    await options.handlers[task.kind]({ task, media, lease, signal, log, traceparent, reportProgress: keeper.reportProgress });
    end("done", (performance.now() - startedAt) / 1000);
    log.info({ durationMs: Math.round(performance.now() - startedAt) }, "task done");
    return { message: "delete" };
  } catch (error) {
    const outcome = await conclude(error, task, lease, keeper.lost.aborted, shutdown.aborted, options, log);
    end(outcome.name, (performance.now() - startedAt) / 1000);
    return outcome.verdict;
  } finally {
    keeper.stop();
  }
}

interface Conclusion {
  readonly name: "lost" | "released" | "postponed" | "failed";
  readonly verdict: Verdict;
}

async function conclude(
  error: unknown,
  task: TaskRow,
  lease: Lease,
  lost: boolean,
  shuttingDown: boolean,
  { db, maxAttempts }: MessageOptions,
  log: Logger,
): Promise<Conclusion> {
  if (lost || error instanceof LeaseLostError) {
    log.warn("the lease is lost; whoever has it goes on");
    return { name: "lost", verdict: { message: "leave" } };
  }
  if (shuttingDown) {
    await retryOutage(() => releaseTask(db, lease));
    log.info("task released for another worker");
    return { name: "released", verdict: { message: "again", afterSeconds: 0 } };
  }
  const fault = classifyFault(error);
  if (fault.kind === "outage") {
    log.warn({ err: error }, "task put off until the outage is over");
    await retryOutage(() => releaseTask(db, lease));
    return { name: "postponed", verdict: { message: "again", afterSeconds: backoffSeconds(1) } };
  }
  const last = fault.kind === "permanent" || task.failures + 1 >= maxAttempts || task.attempts - task.failures > maxCutShort;
  log.warn({ err: error, code: fault.failure.code, last }, "task failed");
  try {
    await retryOutage(() =>
      withLease(db, lease, (trx, row) => (last ? failMedia(trx, row, fault.failure) : postponeTask(trx, row, fault.failure))),
    );
  } catch (concluding) {
    if (!(concluding instanceof LeaseLostError)) throw concluding;
    return { name: "lost", verdict: { message: "leave" } };
  }
  return last
    ? { name: "failed", verdict: { message: "delete" } }
    : { name: "postponed", verdict: { message: "again", afterSeconds: backoffSeconds(task.failures + 1) } };
}
