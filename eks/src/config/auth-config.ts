import { z } from "zod";
import { hostName } from "./fields.ts";

const signUp = z.enum(["Closed", "Invitation", "Open"]);

const oidc = z
  .strictObject({
    issuer: z
      .string()
      .max(2048)
      .regex(/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, "write the provider's https: URL, without a query")
      .meta({
        description:
          "URL of the provider, exactly as it names itself, such as https://login.example.org/realms/photos. Its client for the site gets the redirect URI https://WEBHOST/v1/oidc/callback.",
      }),
    clientId: z.string().min(1).max(512).meta({
      description: "Id of the client that the provider has for the site. Its secret goes to Secrets Manager, by hand: NAME/oidc.",
    }),
    name: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: "Name of the provider, which the button says: Continue with NAME; left out: your organisation." }),
    domains: z
      .array(hostName)
      .max(32)
      .optional()
      .meta({ description: "Domains of the e-mail addresses, verified ones, that may sign in by it; left out: any." }),
    signUp: signUp.optional().meta({ description: "Who may make an account by it; left out: as auth.signUp." }),
    adminClaim: z
      .string()
      .max(256)
      .regex(/^[^=]+=.+$/, "write CLAIM=VALUE, such as groups=photo-admins")
      .optional()
      .meta({ description: "CLAIM=VALUE, such as groups=photo-admins: whose claim has the value becomes an administrator at signing in." }),
  })
  .meta({ description: "An identity provider that people may sign in by (OpenID Connect), beside their passwords." });

export const auth = z
  .strictObject({
    signUp: signUp.default("Invitation").meta({
      description: "Who may make an account after the first visitor, who becomes the administrator: nobody, who was invited, or anybody.",
    }),
    oidc: oidc.optional(),
  })
  .prefault({})
  .meta({ description: "Who may sign in." });
