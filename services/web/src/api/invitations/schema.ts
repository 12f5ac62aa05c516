import { accountRoles } from "@mediashare/contract";
import { z } from "zod";
import { emailInput, nameInput, newPasswordInput } from "../session/schema.ts";
import { quotaInput } from "../users/schema.ts";

export const invitation = z
  .object({
    id: z.uuid(),
    email: z.email().nullable(),
    role: z.enum(accountRoles),
    quotaBytes: z.int().nonnegative().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "Invitation" });

export const invitationList = z.object({ items: z.array(invitation) }).meta({ id: "InvitationList" });

export const newInvitation = invitation
  .extend({
    url: z.url().meta({ description: "The link to hand on; it cannot be shown again" }),
    mailed: z.boolean().meta({ description: "Whether the link was sent to the e-mail address" }),
  })
  .meta({ id: "NewInvitation" });

export const invitationInput = z
  .object({
    email: emailInput.optional().meta({ description: "Whom it is for; left out: whoever has the link" }),
    role: z.enum(accountRoles).default("member"),
    quotaBytes: quotaInput.optional().meta({ description: "Left out: as MEDIASHARE_DEFAULT_QUOTA says" }),
  })
  .meta({ id: "InvitationInput" });

export const invitationParams = z.object({ id: z.uuid() });

const token = z.string().min(1).max(100);
export const invitationLookup = z.object({ token }).meta({ id: "InvitationLookup" });
export const openInvitation = z.object({ email: z.email().nullable(), role: z.enum(accountRoles) }).meta({ id: "OpenInvitation" });
const newAccount = z.object({ email: emailInput, name: nameInput, password: newPasswordInput });
export const signUpInput = newAccount.meta({ id: "SignUp" });
export const acceptance = newAccount.extend({ token }).meta({ id: "Acceptance" });

export type Invitation = z.infer<typeof invitation>;
export type NewInvitation = z.infer<typeof newInvitation>;
export type InvitationInput = z.input<typeof invitationInput>;
export type OpenInvitation = z.infer<typeof openInvitation>;
