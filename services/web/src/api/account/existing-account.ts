import { type AccountRow, getAccount, type Knex } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";

/** @throws ProblemError account_not_found where it was removed since the request began */
export async function existingAccount(db: Knex, id: string): Promise<AccountRow> {
  const account = await getAccount(db, id);
  if (!account) throw new ProblemError(404, "account_not_found", "The account is gone.");
  return account;
}
