import { createHash, randomUUID } from "node:crypto";
import { claimIdempotencyKey, completeIdempotencyKey, type IdempotencyClaim, type Knex, releaseIdempotencyKey } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import type { Heartbeat } from "../heartbeat.ts";
import type { FileDigest } from "./receive-file.ts";

export const idempotencyHeader = "Idempotency-Key";
export const replayedHeader = "Idempotency-Replayed";

export const heartbeatMs = 3_000;
/** A run that is silent for this long has died. */
const silentMs = 12_000;

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface IdempotentRequest {
  readonly ownerId: string;
  readonly key: string;
  /** Does what is asked for; resolves with the answer and what it was made of. */
  run(): Promise<{ reply: Reply; files: readonly FileDigest[] }>;
  /** Reads the request without doing anything. */
  digest(): Promise<readonly FileDigest[]>;
}

/**
 * Does a request once, however often it is sent with its key
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07): an answer that was given is given again,
 * to a request with the same files only. A request that failed may be sent again under its key.
 */
export async function answerOnce(
  deps: { db: Knex; keyHeartbeat: Heartbeat },
  request: IdempotentRequest,
): Promise<Reply & { replayed: boolean }> {
  const claim: IdempotencyClaim = { ownerId: request.ownerId, key: request.key, run: `run ${randomUUID()}` };
  const claimed = await claimIdempotencyKey(deps.db, claim, silentMs);
  if (claimed.state === "running") {
    throw new ProblemError(
      409,
      "idempotency_running",
      "The first request with this Idempotency-Key is still running. Wait, then ask again.",
      {
        headers: { "Retry-After": "5" },
      },
    );
  }
  if (claimed.state === "done") {
    if (fingerprint(await request.digest()) !== claimed.fingerprint) {
      throw new ProblemError(
        422,
        "idempotency_key_reused",
        "This Idempotency-Key was used for a request with other files. Send a new key.",
      );
    }
    return { status: claimed.status, body: claimed.response, replayed: true };
  }
  const release = deps.keyHeartbeat.keep(claim.run);
  try {
    const { reply, files } = await request.run();
    await completeIdempotencyKey(deps.db, claim, { fingerprint: fingerprint(files), status: reply.status, response: reply.body });
    return { ...reply, replayed: false };
  } catch (error) {
    await releaseIdempotencyKey(deps.db, claim).catch(() => undefined);
    throw error;
  } finally {
    release();
  }
}

/** The header's value, bare or as the structured-field string that the draft asks for. */
export function readIdempotencyKey(ctx: Context): string | undefined {
  const given = ctx.get(idempotencyHeader).trim();
  if (given === "") return undefined;
  const key = /^"(.*)"$/.exec(given)?.[1] ?? given;
  if (!/^[\x21-\x7e][\x20-\x7e]{0,199}$/.test(key)) {
    throw new ProblemError(
      400,
      "invalid_idempotency_key",
      "The Idempotency-Key must have 1 to 200 printable ASCII characters; a UUID does well.",
    );
  }
  return key;
}

/** By content: the same form looks different on the wire each time, as its boundary is random. */
function fingerprint(files: readonly FileDigest[]): string {
  const facts = files.map(({ fileName, sizeBytes, sha256 }) => [fileName, sizeBytes, sha256.toString("hex")]);
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
