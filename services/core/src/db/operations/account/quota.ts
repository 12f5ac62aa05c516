import { DomainError } from "@mediashare/kit";
import type { Database } from "../../open-database.ts";

/** As the triggers of the migration `0002-accounts` raise it. */
const quotaState = "MSQ01";

export class QuotaExceededError extends DomainError {
  readonly code = "quota_exceeded";
}

export class LengthRequiredError extends DomainError {
  readonly code = "length_required";
}

export function asQuotaExceeded(error: unknown): never {
  if ((error as { code?: string }).code !== quotaState) throw error;
  throw new QuotaExceededError("There is no room for this file within the quota of its owner. Delete something, or ask for more room.", {
    cause: error,
  });
}

/**
 * What has a quota must say how long a file is before it comes.
 * @throws LengthRequiredError
 */
export async function assertUnlimited(db: Database, accountId: string): Promise<void> {
  if (!(await db("account").where({ id: accountId }).whereNotNull("quota_bytes").first("id"))) return;
  throw new LengthRequiredError(
    "The owner has a quota, so the length of a file must be known before it comes: send Content-Length or Upload-Length.",
  );
}

/** Keeps less, or more, of the quota for a file that is being received. @throws QuotaExceededError */
export async function reserveBytes(db: Database, mediaId: string, sizeBytes: number): Promise<void> {
  await db("media").where({ id: mediaId, state: "receiving" }).update({ reserved_bytes: sizeBytes }).catch(asQuotaExceeded);
}
