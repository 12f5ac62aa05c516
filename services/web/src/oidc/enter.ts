import {
  type AccountRow,
  acceptInvitation,
  connectIdentity,
  createAccount,
  createFirstAccount,
  type Database,
  findAccountByEmail,
  findAccountByIdentity,
  findInvitation,
  getAccount,
  hasAccounts,
  type Knex,
  takeOverAccount,
} from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { AccountDeps } from "../api/account/account-deps.ts";
import type { Claims } from "./claims.ts";
import { decideEntrance, type Entrance, type Refusal } from "./decide-entrance.ts";
import type { OidcOptions } from "./oidc-options.ts";

export interface EnterDeps {
  readonly db: Knex;
  readonly options: OidcOptions;
  readonly signUp: AccountDeps["signUp"];
  readonly defaultQuotaBytes: number | null;
}

/** Who came in, and whether an account was found by their address for the first time. */
export interface Entered {
  readonly account: AccountRow;
  readonly tookOver: boolean;
}

/**
 * The account of somebody whom the provider signed in: found, or made where the site takes them.
 * @throws ProblemError one of the refusals, or invitation_expired
 */
export async function enter({ db, options, signUp, defaultQuotaBytes }: EnterDeps, claims: Claims, invitation?: string): Promise<Entered> {
  const [connected, sameEmail, hasAny, invited] = await Promise.all([
    findAccountByIdentity(db, claims),
    claims.verifiedEmail === undefined ? undefined : findAccountByEmail(db, claims.verifiedEmail),
    hasAccounts(db),
    invitation === undefined ? undefined : findInvitation(db, invitation),
  ]);
  const entrance = decideEntrance({
    claims,
    domains: options.domains,
    connected,
    sameEmail,
    isFirst: !hasAny,
    isInvited: invited !== undefined,
    signUp: options.signUp ?? signUp,
  });
  const accountId = await db.transaction((trx) => follow(trx, entrance));
  if (claims.isAdministrator) await db("account").where({ id: accountId, role: "member" }).update({ role: "administrator" });
  return { account: (await getAccount(db, accountId)) as AccountRow, tookOver: entrance.kind === "takeOver" };

  async function follow(trx: Database, decided: Entrance): Promise<string> {
    switch (decided.kind) {
      case "refuse":
        throw refusal(decided.why, options);
      case "enter":
        return decided.accountId;
      case "takeOver":
        await takeOverAccount(trx, decided.accountId, { ...claims, email: claims.verifiedEmail as string });
        return decided.accountId;
      case "create":
        return create(trx, decided.by);
    }
  }

  async function create(trx: Database, by: "setup" | "invitation" | "signUp"): Promise<string> {
    const email = claims.verifiedEmail as string;
    const account = { email, name: claims.name, passwordHash: null };
    const make = {
      setup: () => createFirstAccount(trx, account),
      invitation: () => acceptInvitation(trx, invitation as string, account),
      signUp: () => createAccount(trx, { ...account, role: "member", quotaBytes: defaultQuotaBytes }),
    };
    const made = await make[by]();
    // Somebody else was faster, in this very moment.
    if (!made) throw refusal("not_invited", options);
    await connectIdentity(trx, made.id, { ...claims, email });
    return made.id;
  }
}

const refusals: Readonly<Record<Refusal, (options: OidcOptions) => string>> = {
  foreign_domain: ({ domains }) => `Only people with a verified e-mail address of ${domains.join(", ")} come in this way.`,
  account_disabled: () => "Your account is disabled. Ask an administrator of the site.",
  email_unverified: ({ name }) =>
    `${name} does not say that your e-mail address is verified, so no account can be found or made by it. If you have one here, sign in with its password, and connect ${name} in the settings.`,
  not_invited: ({ name }) =>
    `You have no account here that ${name} knows of, and the site takes new people only by invitation. Open the link of your invitation, and continue with ${name} there.`,
};

/** What somebody is told who may not come in. */
export function refusal(why: Refusal, options: OidcOptions): ProblemError {
  return new ProblemError(403, why, refusals[why](options));
}
