import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Invitation, InvitationInput, NewInvitation, OpenInvitation } from "../../../src/api/invitations/schema.ts";
import type { User } from "../../../src/api/session/schema.ts";
import type { LinkToHandOn, ListedUser, UserChange, UserPage } from "../../../src/api/users/schema.ts";
import { request } from "./client.ts";
import { send } from "./session-api.ts";

export type { Invitation, InvitationInput, NewInvitation } from "../../../src/api/invitations/schema.ts";
export type { LinkToHandOn, ListedUser } from "../../../src/api/users/schema.ts";

export const usersQuery = infiniteQueryOptions({
  queryKey: ["admin", "users"],
  queryFn: ({ pageParam, signal }) =>
    request<UserPage>(`/v1/users?${new URLSearchParams(pageParam === undefined ? {} : { cursor: pageParam })}`, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const invitationsQuery = queryOptions({
  queryKey: ["admin", "invitations"],
  queryFn: ({ signal }) => request<{ items: readonly Invitation[] }>("/v1/invitations", { signal }),
});

const userPath = (id: string) => `/v1/users/${encodeURIComponent(id)}`;

export const changeUser = ({ id, ...change }: UserChange & { id: string }) => send<ListedUser>("PATCH", userPath(id), change);
export const removeUser = (id: string) => send<undefined>("DELETE", userPath(id));
export const createResetLink = (id: string) => send<LinkToHandOn>("POST", `${userPath(id)}/password-reset`);
export const invite = (invitation: InvitationInput) => send<NewInvitation>("POST", "/v1/invitations", invitation);
export const revokeInvitation = (id: string) => send<undefined>("DELETE", `/v1/invitations/${encodeURIComponent(id)}`);

export const readInvitation = (token: string) => send<OpenInvitation>("POST", "/v1/invitation", { token });
export const acceptInvitation = (account: { token: string; name: string; email: string; password: string }) =>
  send<User>("POST", "/v1/invitation/accept", account);
export const signUp = (account: { name: string; email: string; password: string }) => send<User>("POST", "/v1/sign-up", account);
export const requestReset = (email: string) => send<undefined>("POST", "/v1/password-reset", { email });
export const resetPassword = (reset: { token: string; password: string }) => send<undefined>("PUT", "/v1/password-reset", reset);
