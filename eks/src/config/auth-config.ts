import { authSchema, identityProviderSchema } from "@mediashare/api";

const oidc = identityProviderSchema
  .omit({ clientSecretRef: true })
  .extend({
    clientId: identityProviderSchema.shape.clientId.meta({
      description: "Id of the client that the provider has for the site. Its secret goes to Secrets Manager, by hand: NAME/oidc.",
    }),
  })
  .meta({ description: "An identity provider that people may sign in by (OpenID Connect), beside their passwords." });

/** As in a MediaPipeline, whose secrets this deployment makes or finds itself. */
export const auth = authSchema
  .omit({ secretRef: true })
  .extend({ oidc: oidc.optional() })
  .prefault({})
  .meta({ description: "Who may sign in." });
