import { authSchema, identityProviderSchema } from "@mediashare/api";
import { z } from "zod";
import { hostName } from "./fields.ts";

const oidc = identityProviderSchema
  .omit({ clientSecretRef: true })
  .extend({
    clientId: identityProviderSchema.shape.clientId.meta({
      description: "Id of the client that the provider has for the site. Its secret goes to Secrets Manager, by hand: NAME/oidc.",
    }),
    // In full: on AWS a single label is nobody's domain.
    domains: z.array(hostName).max(32).optional().meta({ description: identityProviderSchema.shape.domains.description }),
  })
  .meta({ description: "An identity provider that people may sign in by (OpenID Connect), beside their passwords." });

/** As in a MediaPipeline, whose secrets this deployment makes or finds itself. */
export const auth = authSchema
  .omit({ secretRef: true })
  .extend({ oidc: oidc.optional() })
  .prefault({})
  .meta({ description: "Who may sign in." });
