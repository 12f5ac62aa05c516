import type { TokenScope } from "@mediashare/contract";
import type { Visitor } from "./principals.ts";

/** A rule as the OpenAPI document prints it. */
export type AccessRule = Readonly<Record<string, string>>;

/** `may`, or the code of the problem that a visitor is refused with. */
export type Verdict =
  | "may"
  | "not_signed_in"
  | "invalid_token"
  | "missing_scope"
  | "not_administrator"
  | "session_needed"
  | "no_link_token"
  | "media_not_found";

type Expect = (visitor: Visitor, rule: AccessRule) => Verdict;

/**
 * What each rule means for each visitor, written once more, apart from the code. A rule that is not here fails the matrix: whoever adds
 * one says here what it means.
 */
export const expectations: Readonly<Record<string, Expect>> = {
  anyone: (visitor) => (visitor.kind === "broken" ? "invalid_token" : "may"),
  user: (visitor, { scope }) => signedIn(visitor) ?? withScope(visitor, scope as TokenScope) ?? "may",
  administrator: (visitor) =>
    signedIn(visitor) ?? withScope(visitor, "admin") ?? (visitor.role === "administrator" ? "may" : "not_administrator"),
  /** The link stands in the path: who has none finds nothing there. */
  link: (visitor) => (visitor.kind === "broken" ? "invalid_token" : "may"),
  linkUpload: (visitor) => (visitor.kind === "broken" ? "invalid_token" : visitor.kind === "link" ? "may" : "no_link_token"),
  session: (visitor) => signedIn(visitor) ?? (visitor.kind === "token" ? "session_needed" : "may"),
};

function signedIn({ kind }: Visitor): Verdict | undefined {
  if (kind === "broken") return "invalid_token";
  return kind === "anonymous" || kind === "link" ? "not_signed_in" : undefined;
}

function withScope({ kind, scopes = [] }: Visitor, scope: TokenScope): Verdict | undefined {
  return kind === "token" && !scopes.includes(scope) ? "missing_scope" : undefined;
}
