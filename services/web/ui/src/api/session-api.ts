import { queryOptions } from "@tanstack/react-query";
import type { SessionState, User } from "../../../src/api/session/schema.ts";
import { request } from "./client.ts";

export type { SessionState, User } from "../../../src/api/session/schema.ts";

/** Who is signed in. It changes only by what this page does, or when the server says that nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => request<SessionState>("/v1/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const send = <Body>(method: string, path: string, body?: object): Promise<Body> =>
  request<Body>(path, {
    method,
    ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });

export const signIn = (credentials: { email: string; password: string }) => send<User>("POST", "/v1/session", credentials);
export const signInByLink = (token: string) => send<User>("POST", "/v1/session/link", { token });
export const setUp = (account: { name: string; email: string; password: string }) => send<User>("POST", "/v1/setup", account);
export const signOut = () => send<undefined>("DELETE", "/v1/session");
