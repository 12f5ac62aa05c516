import {
  DeliverySigner,
  DiskObjectStore,
  generateDeliveryKeyPair,
  openDatabase,
  ShareUploadTokens,
  SignInLinks,
  securitySchemes,
  UploadTokens,
  webhookSecrets,
} from "@mediashare/core";
import { createLogger, describeOpenApi } from "@mediashare/kit";
import { uploadRoutes } from "@mediashare/upload";
import { createSessionCookie, EventHub, KnownDevices, OidcAttempts, webRoutes } from "@mediashare/web";

const info = {
  title: "Mediashare",
  version: "1",
  description:
    "Photos and videos: uploaded, processed, delivered. Paths of uploads (`POST /v1/media`, `/v1/tus`) are served by the upload endpoint, which `GET /v1/config` names; all others by the site's own origin.",
};

/** The OpenAPI document of both fleets, from the declarations that their routes are mounted by. Nothing is reached. */
export async function renderOpenApi(): Promise<string> {
  const unused = async (): Promise<void> => undefined;
  const { privateKey } = await generateDeliveryKeyPair();
  const signer = new DeliverySigner({ deliveryUrl: "http://localhost", keyPairId: "none", privateKey, ttlMs: 1_000 });
  const hub = new EventHub({ describe: async () => [], onError: () => undefined });
  const routes = [
    ...webRoutes({
      db: openDatabase({ url: "postgres://localhost/none", poolSize: 1, applicationName: "generate" }),
      originals: new DiskObjectStore("none"),
      renditions: new DiskObjectStore("none"),
      signer,
      shareSigner: signer,
      siteOrigin: "http://localhost",
      now: () => new Date(),
      logger: createLogger({ service: "generate", level: "silent" }),
      hub,
      uploadUrl: "http://localhost",
      maxUploadSizeBytes: 1,
      webhookSecrets: webhookSecrets("unused"),
      webhookPrivateTargets: false,
      scalingUrl: undefined,
      cookie: createSessionCookie("https://localhost"),
      knownDevices: new KnownDevices("unused", "https://localhost"),
      signInLinks: new SignInLinks("unused"),
      uploadTokens: new UploadTokens("unused"),
      signUp: "invitation",
      defaultQuotaBytes: null,
      mailer: undefined,
      oidc: undefined,
      oidcAttempts: new OidcAttempts("unused", "https://localhost"),
      siteUrl: (path) => path,
      shareUploadTokens: new ShareUploadTokens("unused"),
    }),
    ...uploadRoutes({ postMedia: unused, postSharedMedia: unused, tus: unused, sharedTus: unused }),
  ];
  hub.close();
  return `${JSON.stringify(describeOpenApi(info, routes, securitySchemes), null, 2)}\n`;
}
