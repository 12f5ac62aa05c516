import { localOwnerId, tokenScopes } from "@mediashare/contract";
import { createFirstAccount, hashSecret, type Knex } from "@mediashare/core";

/** Of every server under test. */
export const authSecret = "a secret of the tests, which is long enough";

/** An API token of the local owner with every scope; every test database knows it. */
export const ownerToken = "ms_ownerOfTheTestsOwnerOfTheTestsOwnerOfTheTes";

export const asOwner = { Authorization: `Bearer ${ownerToken}` } as const;

/** The account that media of tests belong to, and its token. */
export async function createOwner(db: Knex): Promise<void> {
  await createFirstAccount(db, { email: null, name: "Owner", passwordHash: null });
  await db("api_token").insert({
    id: "00000000-0000-7000-8000-0000000000a1",
    account_id: localOwnerId,
    name: "Tests",
    secret_hash: hashSecret(ownerToken),
    scopes: [...tokenScopes],
  });
}

/** `fetch`, as the owner of the test's media, unless the request says that it is somebody else's. */
export function fetchAsOwner(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(asOwner);
  for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
  return fetch(url, { ...init, headers });
}
