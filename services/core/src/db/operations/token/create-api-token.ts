import type { TokenScope } from "@mediashare/contract";
import { v7 as newId } from "uuid";
import { hashSecret, newSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";
import type { ApiTokenRow } from "../../rows.ts";

/** So that people, and scanners for secrets that got into the wrong place, know it for what it is. */
export const apiTokenPrefix = "ms_";

export interface NewApiToken {
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date | null;
}

/** @returns the row, and the token itself, which cannot be shown again */
export async function createApiToken(db: Database, token: NewApiToken): Promise<{ row: ApiTokenRow; secret: string }> {
  const secret = apiTokenPrefix + newSecret();
  const [row] = await db("api_token")
    .insert({
      id: newId(),
      account_id: token.accountId,
      name: token.name,
      secret_hash: hashSecret(secret),
      scopes: [...token.scopes],
      expires_at: token.expiresAt,
    })
    .returning("*");
  return { row: row as ApiTokenRow, secret };
}
