import { accountRoles } from "@mediashare/contract";
import { z } from "zod";

export const emailInput = z
  .email("is no e-mail address")
  .max(254)
  .transform((email) => email.toLowerCase());
export const nameInput = z.string().trim().min(1).max(100);
/** Any of an account's, old ones too: those that are set are held to more. */
export const passwordInput = z.string().min(1).max(1_000);
export const newPasswordInput = z
  .string()
  .min(12, "has fewer than 12 characters")
  .max(1_000)
  .meta({ description: "At least 12 characters, and none of those that everybody tries first" });

export const user = z
  .object({
    id: z.uuid(),
    email: z.email().nullable().meta({ description: "Null for the person at the machine of `npm start`" }),
    name: z.string(),
    role: z.enum(accountRoles),
    hasPassword: z.boolean(),
    usedBytes: z.int().nonnegative().meta({ description: "Size of the originals, deleted ones until they are removed" }),
    quotaBytes: z.int().nonnegative().nullable().meta({ description: "Null: no limit" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "User" });

export const sessionState = z
  .object({
    user: user.nullable().meta({ description: "Who is signed in" }),
    signUp: z.enum(["closed", "invitation", "open"]).meta({ description: "Who can make an account" }),
    mail: z.boolean().meta({ description: "Whether a forgotten password can be asked for by mail" }),
    oidc: z
      .object({ name: z.string() })
      .nullable()
      .meta({ description: "The identity provider that one can sign in by, as people know it" }),
    setup: z.boolean().meta({ description: "There is no account yet: the first visitor makes the administrator's" }),
  })
  .meta({ id: "SessionState" });

export const credentials = z.object({ email: emailInput, password: passwordInput }).meta({ id: "Credentials" });
export const linkInput = z.object({ token: z.string().max(2_000) }).meta({ id: "SignInLink" });
export const setupInput = z.object({ email: emailInput, name: nameInput, password: newPasswordInput }).meta({ id: "Setup" });

export type User = z.infer<typeof user>;
export type SessionState = z.infer<typeof sessionState>;
