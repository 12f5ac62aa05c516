import type { TokenScope } from "@mediashare/contract";
import { type AccountRow, createApiToken, createSession, type Knex } from "@mediashare/core";
import { hash } from "@node-rs/argon2";
import { v7 as newId } from "uuid";

export const password = "correct horse battery staple";
/** Made once, as it takes its time. */
const passwordHash = hash(password, { memoryCost: 1_024, timeCost: 1, parallelism: 1 });

/** An account as an invitation would have made it; its password is {@link password}. */
export async function insertAccount(db: Knex, over: Partial<AccountRow> = {}): Promise<AccountRow> {
  const id = over.id ?? newId();
  const [row] = await db("account")
    .insert({ id, email: `${id}@people.test`, name: "Somebody", role: "member", password_hash: await passwordHash, ...over })
    .returning("*");
  return row as AccountRow;
}

/** The headers of a browser that is signed in, on a page of the site. */
export async function browserOf(db: Knex, accountId: string): Promise<Record<string, string>> {
  const secret = await createSession(db, { accountId, userAgent: "Tests" });
  return { Cookie: `mediashare_session=${secret}`, "Sec-Fetch-Site": "same-origin" };
}

/** The headers of a program with an API token. */
export async function programOf(db: Knex, accountId: string, scopes: readonly TokenScope[]): Promise<Record<string, string>> {
  const { secret } = await createApiToken(db, { accountId, name: "Tests", scopes, expiresAt: null });
  return { Authorization: `Bearer ${secret}` };
}

export interface JsonReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the answers' shapes are what the tests are about
  readonly body: any;
  readonly headers: Headers;
}

/** Sends JSON, if any, and reads JSON, if any. */
export async function sendJson(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<JsonReply> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith("{") ? JSON.parse(text) : text };
}
