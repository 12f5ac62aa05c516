import { accountRoles } from "@mediashare/contract";
import { z } from "zod";
import { user } from "../session/schema.ts";

export const listedUser = user
  .extend({
    state: z.enum(["active", "disabled"]),
    reservedBytes: z.int().nonnegative().meta({ description: "Kept for files that are being received" }),
  })
  .meta({ id: "ListedUser" });

export const userPage = z.object({ items: z.array(listedUser), nextCursor: z.uuid().nullable() }).meta({ id: "UserPage" });

export const userQuery = z.object({
  cursor: z.uuid().optional().meta({ description: "`nextCursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const quotaInput = z.int().nonnegative().nullable().meta({ description: "In bytes; null: no limit" });

export const userChange = z
  .object({
    role: z.enum(accountRoles).optional(),
    state: z.enum(["active", "disabled"]).optional().meta({ description: "Who is disabled is signed out, and gets in no more" }),
    quotaBytes: quotaInput.optional(),
  })
  .meta({ id: "UserChange" });

export const userParams = z.object({ id: z.uuid() });

export const linkToHandOn = z
  .object({
    url: z.url().meta({ description: "To hand on to the person; it cannot be shown again" }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "LinkToHandOn" });

export type ListedUser = z.infer<typeof listedUser>;
export type UserPage = z.infer<typeof userPage>;
export type UserChange = z.input<typeof userChange>;
export type LinkToHandOn = z.infer<typeof linkToHandOn>;
