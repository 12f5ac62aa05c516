import { findFreePort } from "@mediashare/local";
import { type CuttableProxy, startCuttableProxy } from "./cuttable-proxy.ts";
import { type Deployment, type FleetProcess, startDeployment } from "./deployment.ts";

/** The web and upload fleets as processes, for what talks to both; the way to the upload endpoint can be cut. */
export interface SharingFleets {
  readonly deployment: Deployment;
  /** Of the site. */
  readonly url: string;
  /** Of the upload endpoint itself, behind the way that can be cut. */
  readonly upload: FleetProcess;
  readonly uploadWay: CuttableProxy;
  stop(): Promise<void>;
}

export async function startSharingFleets(env: Readonly<Record<string, string>> = {}): Promise<SharingFleets> {
  const ports = { web: await findFreePort(), upload: await findFreePort() };
  const uploadWay = await startCuttableProxy({ host: "127.0.0.1", port: ports.upload });
  const url = `http://127.0.0.1:${ports.web}`;
  const deployment = await startDeployment({
    MEDIASHARE_SITE_ORIGINS: url,
    MEDIASHARE_UPLOAD_URL: `http://127.0.0.1:${uploadWay.port}`,
    ...env,
  });
  const stop = async (): Promise<void> => {
    await uploadWay.close();
    await deployment.stop();
  };
  try {
    const upload = await deployment.start("upload", { MEDIASHARE_PORT: String(ports.upload) });
    await deployment.start("web", { MEDIASHARE_PORT: String(ports.web) });
    return { deployment, url, upload, uploadWay, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
