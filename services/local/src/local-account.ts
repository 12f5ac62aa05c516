import { readFile, rename, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { localOwnerId, tokenScopes } from "@mediashare/contract";
import { authenticateApiToken, createApiToken, createFirstAccount, getAccount, type Knex } from "@mediashare/core";

/**
 * Makes the person at this machine the administrator of an empty database, and gives them a token for programs, in a file that only
 * they can read. The person is the one whose terminal and files these are: nobody else gets in without an invitation.
 * @returns whether the person has an account here; not so where a database of others is used
 */
export async function openLocalAccount(db: Knex, tokenFile: string): Promise<boolean> {
  await createFirstAccount(db, { email: null, name: nameOfPerson(), passwordHash: null });
  const account = await getAccount(db, localOwnerId);
  if (!account) return false;
  const present = (await readToken(tokenFile)) ?? "";
  if ((await authenticateApiToken(db, present))?.accountId === account.id) return true;
  const { secret } = await createApiToken(db, { accountId: account.id, name: "npm start", scopes: tokenScopes, expiresAt: null });
  await writeFile(`${tokenFile}.new`, secret, { mode: 0o600 });
  await rename(`${tokenFile}.new`, tokenFile);
  return true;
}

/** Undefined where there is none yet. */
export async function readToken(tokenFile: string): Promise<string | undefined> {
  try {
    return (await readFile(tokenFile, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function nameOfPerson(): string {
  try {
    return userInfo().username || "You";
  } catch {
    // A container may run as a user that has no name.
    return "You";
  }
}
