import { type TokenScope, tokenScopes } from "@mediashare/contract";
import { type Knex, ShareUploadTokens } from "@mediashare/core";
import { browserOf, programOf } from "../accounts.ts";
import { authSecret } from "../owner.ts";

/** Somebody who sends requests: what their headers are, and what the expectations go by. */
export interface Visitor {
  readonly name: string;
  readonly kind: "anonymous" | "session" | "token" | "link" | "broken";
  readonly role?: "member" | "administrator";
  readonly scopes?: readonly TokenScope[];
  /** Made anew for each request, as some end what they are made by. */
  headers(): Promise<Record<string, string>>;
}

/** The accounts that visitors act as. */
export interface People {
  readonly member: string;
  readonly administrator: string;
}

/** Somebody with a share link, at the upload endpoint; to the site its token is none. */
export const linkVisitor: Visitor = {
  name: "a share link's token for uploads",
  kind: "link",
  headers: async () => {
    const { token } = await new ShareUploadTokens(authSecret).sign("00000000-0000-4000-8000-000000000001", new Date());
    return { Authorization: `Bearer ${token}` };
  },
};

/** Everybody that the matrix knows. A helper that adds a kind of principal adds its visitors here. */
export function visitors(db: Knex, people: People): readonly Visitor[] {
  const roles = ["member", "administrator"] as const;
  return [
    { name: "nobody", kind: "anonymous", headers: async () => ({}) },
    { name: "a token that does not work", kind: "broken", headers: async () => ({ Authorization: "Bearer ms_nothing" }) },
    ...roles.map((role): Visitor => ({ name: `${role}, signed in`, kind: "session", role, headers: () => browserOf(db, people[role]) })),
    ...roles.flatMap((role) =>
      [...tokenScopes.map((scope) => [scope]), [...tokenScopes]].map(
        (scopes): Visitor => ({
          name: `${role}, by a token for ${scopes.length === 1 ? scopes[0] : "everything"}`,
          kind: "token",
          role,
          scopes,
          headers: () => programOf(db, people[role], scopes),
        }),
      ),
    ),
  ];
}
