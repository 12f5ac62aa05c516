import { queryOptions } from "@tanstack/react-query";
import type { OidcConnection, OidcRedirect, OidcStart } from "../../../src/api/oidc/schema.ts";
import { request } from "./client.ts";
import { send } from "./session-api.ts";

export const oidcConnectionQuery = queryOptions({
  queryKey: ["account", "oidc"],
  queryFn: ({ signal }) => request<OidcConnection>("/v1/account/oidc", { signal }),
});

export const startOidc = (start: OidcStart) => send<OidcRedirect>("POST", "/v1/oidc/start", start);
export const connectOidc = (password?: string) =>
  send<OidcRedirect>("POST", "/v1/account/oidc", password === undefined ? {} : { password });
export const disconnectOidc = () => send<undefined>("DELETE", "/v1/account/oidc");
