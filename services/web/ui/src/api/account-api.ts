import { queryOptions } from "@tanstack/react-query";
import type { ApiToken, ApiTokenInput, NewApiToken, SessionEntry } from "../../../src/api/account/schema.ts";
import type { User } from "../../../src/api/session/schema.ts";
import { request } from "./client.ts";
import { send } from "./session-api.ts";

export type { ApiToken, ApiTokenInput, NewApiToken, SessionEntry } from "../../../src/api/account/schema.ts";

interface List<Item> {
  readonly items: readonly Item[];
}

export const sessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: ({ signal }) => request<List<SessionEntry>>("/v1/account/sessions", { signal }),
});

export const tokensQuery = queryOptions({
  queryKey: ["account", "tokens"],
  queryFn: ({ signal }) => request<List<ApiToken>>("/v1/account/tokens", { signal }),
});

export const changeAccount = (change: { name?: string; email?: string; password?: string }) => send<User>("PATCH", "/v1/account", change);
export const changePassword = (change: { current?: string; password: string }) => send<undefined>("PUT", "/v1/account/password", change);
export const endSession = (id: string) => send<undefined>("DELETE", `/v1/account/sessions/${encodeURIComponent(id)}`);
export const createToken = (token: ApiTokenInput) => send<NewApiToken>("POST", "/v1/account/tokens", token);
export const revokeToken = (id: string) => send<undefined>("DELETE", `/v1/account/tokens/${encodeURIComponent(id)}`);
