import {
  type Commit,
  commitOriginal,
  type Knex,
  MediaGoneError,
  type OriginalFacts,
  principalOf,
  rateLimits,
  requirePermit,
} from "@mediashare/core";
import type { RequestState } from "@mediashare/kit";
import type { Context } from "koa";
import type { Heartbeat } from "../heartbeat.ts";
import { identifyOwner } from "../identify-owner.ts";
import { lost } from "../problems.ts";
import { retryOutage } from "../retry-outage.ts";
import type { UploadMetrics } from "../upload-metrics.ts";
import { answerOnce, type Reply, readIdempotencyKey, replayedHeader } from "./idempotency.ts";
import { type ItemResult, planAnswer } from "./plan-answer.ts";
import { readForm } from "./read-form.ts";
import {
  digestFile,
  discard,
  type FileDigest,
  type FileOutcome,
  type ReceiverDeps,
  receiveFile,
  removeGivenUp,
  type StoredFile,
} from "./receive-file.ts";

export interface FormDeps extends ReceiverDeps {
  readonly maxFilesPerRequest: number;
  readonly keyHeartbeat: Heartbeat;
  readonly metrics: UploadMetrics;
}

type RequestContext = Context & { state: RequestState };

/** `POST /v1/media`. Files are committed when the whole form has come: a request that fails leaves nothing. */
export async function postMedia(ctx: RequestContext, deps: FormDeps): Promise<void> {
  const ownerId = identifyOwner(ctx);
  const key = readIdempotencyKey(ctx);
  const run = () => receiveAll(ctx, deps, ownerId);
  const digest = () => readForm(ctx, deps.maxFilesPerRequest, digestFile);
  const answer = key === undefined ? { ...(await run()).reply, replayed: false } : await answerOnce(deps, { ownerId, key, run, digest });
  if (answer.replayed) ctx.set(replayedHeader, "true");
  ctx.status = answer.status;
  ctx.body = answer.body;
}

/** How a file that was received becomes a media. */
type CommitFile = (db: Knex, facts: OriginalFacts) => Promise<Commit>;

/** Receives the files of a form for an owner. */
export async function receiveAll(
  ctx: RequestContext,
  deps: FormDeps,
  ownerId: string,
  commit: CommitFile = commitOriginal,
): Promise<{ reply: Reply; files: readonly FileDigest[] }> {
  const stored: StoredFile[] = [];
  const principal = principalOf(ctx);
  // What visitors of a link send is not counted with the owner's own.
  const sender = principal.kind === "share" ? principal.linkId : ownerId;
  try {
    // One after another: what a file did not need of what was kept of the quota for it, the next one may.
    let before: Promise<unknown> = Promise.resolve();
    const outcomes = await readForm(ctx, deps.maxFilesPerRequest, async (file) => {
      const receiving = before.then(async () => {
        await requirePermit(deps.db, rateLimits.uploadBy, sender);
        return receiveFile(deps, ownerId, file);
      });
      before = receiving.catch(() => undefined);
      const outcome = await receiving;
      deps.metrics.received("form", outcome.sizeBytes);
      if (!outcome.problem) stored.push(outcome);
      return outcome;
    });
    const results: ItemResult[] = [];
    for (const outcome of outcomes) results.push(await settle(ctx, deps, outcome, commit));
    const { status, body } = planAnswer(results);
    return { reply: { status, body }, files: outcomes };
  } catch (error) {
    await Promise.all(stored.map((file) => discard(deps, file)));
    throw error;
  }
}

async function settle(ctx: RequestContext, deps: FormDeps, outcome: FileOutcome, commit: CommitFile): Promise<ItemResult> {
  if (outcome.problem) {
    deps.metrics.ended("form", outcome.problem.code);
    return { fileName: outcome.fileName, problem: outcome.problem };
  }
  const { mediaId, sha256, sizeBytes, contentType, kind, fileName } = outcome;
  const facts = { mediaId, sha256, sizeBytes, contentType, kind, traceparent: ctx.state.traceparent };
  const { media, duplicate } = await retryOutage(() => commit(deps.db, facts)).catch(asLost);
  outcome.release();
  if (duplicate)
    await removeGivenUp(deps, outcome).catch((error: unknown) =>
      ctx.state.log.warn({ err: error, mediaId }, "cannot remove a duplicate; the sweeps will"),
    );
  deps.metrics.ended("form", duplicate ? "duplicate" : "accepted");
  return { id: media.id, state: media.state, kind, fileName, contentType, sizeBytes, sha256: sha256.toString("hex"), duplicate };
}

function asLost(error: unknown): never {
  throw error instanceof MediaGoneError ? lost(error) : error;
}
