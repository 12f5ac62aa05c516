import type { AccountRole } from "@mediashare/contract";
import { v7 as newId } from "uuid";
import { hashSecret, newSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";
import type { AccountRow, InvitationRow } from "../../rows.ts";
import { createAccount, type NewAccount } from "../account/create-account.ts";

const ttlMs = 14 * 24 * 3_600_000;

export interface NewInvitation {
  readonly email: string | null;
  readonly role: AccountRole;
  readonly quotaBytes: number | null;
  readonly invitedBy: string;
}

/** @returns the row, and the secret of its link, which cannot be had again */
export async function createInvitation(db: Database, invitation: NewInvitation): Promise<{ row: InvitationRow; secret: string }> {
  const secret = newSecret();
  const [row] = await db("invitation")
    .insert({
      id: newId(),
      secret_hash: hashSecret(secret),
      email: invitation.email,
      role: invitation.role,
      quota_bytes: invitation.quotaBytes,
      invited_by: invitation.invitedBy,
      expires_at: db.raw("now() + ? * interval '1 millisecond'", [ttlMs]),
    })
    .returning("*");
  return { row: row as InvitationRow, secret };
}

/** Those that can still be accepted, latest first. */
export async function listInvitations(db: Database): Promise<InvitationRow[]> {
  return db("invitation").where("expires_at", ">", db.fn.now()).orderBy("created_at", "desc").limit(500);
}

/** @returns false when there is none */
export async function revokeInvitation(db: Database, id: string): Promise<boolean> {
  return (await db("invitation").where({ id }).delete()) > 0;
}

/** The invitation of this link, while it can be accepted. */
export async function findInvitation(db: Database, secret: string): Promise<InvitationRow | undefined> {
  return db("invitation")
    .where({ secret_hash: hashSecret(secret) })
    .where("expires_at", ">", db.fn.now())
    .first();
}

/**
 * Makes the account that an invitation is for. It is used up by that: of two who come with it, one gets in.
 * @returns undefined when it is used, revoked or expired
 * @throws EmailTakenError, and then the invitation stays
 */
export async function acceptInvitation(
  db: Database,
  secret: string,
  account: Pick<NewAccount, "email" | "name" | "passwordHash">,
): Promise<AccountRow | undefined> {
  return db.transaction(async (trx) => {
    const [invitation] = await trx("invitation")
      .where({ secret_hash: hashSecret(secret) })
      .where("expires_at", ">", trx.fn.now())
      .delete()
      .returning("*");
    if (!invitation) return undefined;
    return createAccount(trx, { ...account, role: invitation.role, quotaBytes: invitation.quota_bytes });
  });
}
