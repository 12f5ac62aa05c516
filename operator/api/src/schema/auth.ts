import { z } from "zod";
import { hostName, secretKeyRef, url } from "./common.ts";
import { text } from "./rules.ts";

const signUp = z.enum(["Closed", "Invitation", "Open"]);

/** What is the same wherever a pipeline runs; only how the client's secret is handed over differs. */
export const identityProvider = z
  .strictObject({
    issuer: url(/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, "write the provider's https: URL, without a query").meta({
      description:
        "URL of the provider, exactly as it names itself, such as https://login.example.org/realms/photos. Its client for the site gets the redirect URI https://WEBHOST/v1/oidc/callback.",
    }),
    clientId: text(512).meta({ description: "Id of the client that the provider has for the site." }),
    clientSecretRef: secretKeyRef("Secret with the secret of that client.", "clientSecret"),
    name: text(64).default("your organisation").meta({ description: "Name of the provider, which the button says: Continue with NAME." }),
    domains: z.array(hostName).max(32).optional().meta({
      description: "Domains of the e-mail addresses, verified ones, that may sign in by it; left out: any.",
      "x-kubernetes-list-type": "set",
    }),
    signUp: signUp.optional().meta({ description: "Who may make an account by it; left out: as auth.signUp." }),
    adminClaim: z
      .string()
      .max(256)
      .regex(/^[^=]+=.+$/, "write CLAIM=VALUE, such as groups=photo-admins")
      .optional()
      .meta({ description: "CLAIM=VALUE, such as groups=photo-admins: whose claim has the value becomes an administrator at signing in." }),
  })
  .meta({
    description:
      "An identity provider that people may sign in by (OpenID Connect), beside their passwords. An account is found by its e-mail address only where the provider has verified it.",
  });

export const auth = z
  .strictObject({
    secretRef: secretKeyRef(
      "Secret with at least 32 random characters (openssl rand -base64 48), which keys for tokens come from. Another value ends upload tokens that were handed out, and webhooks need new signing secrets; passwords, sessions and API tokens stay.",
      "secret",
    ),
    signUp: signUp.default("Invitation").meta({
      description: "Who may make an account after the first visitor, who becomes the administrator: nobody, who was invited, or anybody.",
    }),
    oidc: identityProvider.optional(),
  })
  .meta({ description: "How people and programs say who they are. Needed by the fleets web and upload." });
