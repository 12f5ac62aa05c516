import { DomainError } from "@mediashare/kit";
import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";

export class EmailTakenError extends DomainError {
  readonly code = "email_taken";
}

export type AccountChange = { readonly [K in "email" | "name" | "password_hash" | "quota_bytes"]?: AccountRow[K] | undefined };

/** @throws EmailTakenError */
export async function updateAccount(db: Database, id: string, change: AccountChange): Promise<AccountRow | undefined> {
  const [row] = await db("account")
    .where({ id })
    .update({ ...(change as Partial<AccountRow>), updated_at: db.fn.now() })
    .returning("*")
    .catch(asEmailTaken);
  return row;
}

/** Postgres' unique_violation, of the one constraint that people can run into. */
export function asEmailTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === "23505" && constraint === "account_email_key") {
    throw new EmailTakenError("There is an account with this e-mail address already.", { cause: error });
  }
  throw error;
}
