import { type TokenScope, tokenScopes } from "@mediashare/contract";
import { z } from "zod";
import { emailInput, nameInput, newPasswordInput, passwordInput } from "../session/schema.ts";

const timestamp = z.iso.datetime();
const scopes = z.enum(tokenScopes as unknown as [TokenScope, ...TokenScope[]]);

export const sessionEntry = z
  .object({
    id: z.uuid(),
    userAgent: z.string().meta({ description: "As the browser named itself" }),
    createdAt: timestamp,
    seenAt: timestamp.meta({ description: "To within an hour" }),
    current: z.boolean().meta({ description: "The one that asks" }),
  })
  .meta({ id: "SessionEntry" });

export const sessionList = z.object({ items: z.array(sessionEntry) }).meta({ id: "SessionList" });

export const apiToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(scopes),
    createdAt: timestamp,
    usedAt: timestamp.nullable().meta({ description: "To within five minutes" }),
    expiresAt: timestamp.nullable(),
  })
  .meta({ id: "ApiToken" });

export const apiTokenList = z.object({ items: z.array(apiToken) }).meta({ id: "ApiTokenList" });
export const newApiToken = apiToken
  .extend({ token: z.string().meta({ description: "The token itself; it cannot be shown again" }) })
  .meta({ id: "NewApiToken" });

export const apiTokenInput = z
  .object({
    name: nameInput,
    scopes: z
      .array(scopes)
      .min(1)
      .refine((list) => new Set(list).size === list.length, "names a scope twice"),
    expiresInDays: z.int().min(1).max(3_650).optional().meta({ description: "Left out: it works until it is revoked" }),
  })
  .meta({ id: "ApiTokenInput" });

export const accountChange = z
  .object({
    name: nameInput.optional(),
    email: emailInput.optional(),
    password: passwordInput
      .optional()
      .meta({ description: "The present one; needed to change the e-mail address where there is a password" }),
  })
  .meta({ id: "AccountChange" });

export const passwordChange = z
  .object({
    current: passwordInput.optional().meta({ description: "The present one, where there is one" }),
    password: newPasswordInput,
  })
  .meta({ id: "PasswordChange" });

export const entryParams = z.object({ id: z.uuid() });

export type SessionEntry = z.infer<typeof sessionEntry>;
export type ApiToken = z.infer<typeof apiToken>;
export type NewApiToken = z.infer<typeof newApiToken>;
export type ApiTokenInput = z.input<typeof apiTokenInput>;
