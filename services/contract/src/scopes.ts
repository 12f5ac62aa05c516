/** What an API token may be allowed; a session may all that its account may. */
export const tokenScopes = [
  "media:read",
  "media:write",
  "albums:read",
  "albums:write",
  "shares:write",
  "webhooks:write",
  "account:read",
  "admin",
] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const accountRoles = ["administrator", "member"] as const;
export type AccountRole = (typeof accountRoles)[number];

/** How long a token for the upload endpoint works; clients get the next one before. */
export const uploadTokenTtlMs = 15 * 60_000;
