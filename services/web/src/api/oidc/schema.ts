import { z } from "zod";
import { passwordInput } from "../session/schema.ts";

export const oidcStart = z
  .object({
    next: z.string().max(2_000).optional().meta({ description: "Path of the page to go on to; one of the site's, else the first" }),
    invitation: z.string().min(1).max(100).optional().meta({ description: "The token of an invitation's link" }),
  })
  .meta({ id: "OidcStart" });

export const oidcRedirect = z
  .object({ url: z.url().meta({ description: "Where the browser goes; the cookie that comes along lets it come back" }) })
  .meta({ id: "OidcRedirect" });

export const oidcConnect = z
  .object({ password: passwordInput.optional().meta({ description: "The present one, where there is one" }) })
  .meta({ id: "OidcConnect" });

export const oidcConnection = z
  .object({
    connected: z
      .object({ email: z.string().nullable().meta({ description: "As the provider had it then" }), since: z.iso.datetime() })
      .nullable()
      .meta({ description: "Null: this account cannot be signed in to by the provider" }),
  })
  .meta({ id: "OidcConnection" });

export type OidcStart = z.input<typeof oidcStart>;
export type OidcRedirect = z.infer<typeof oidcRedirect>;
export type OidcConnection = z.infer<typeof oidcConnection>;
