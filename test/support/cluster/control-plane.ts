import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection, KubeClient } from "@mediashare/controller";
import { findFreePort } from "@mediashare/local";
import { Daemon } from "../node/daemon.ts";
import { waitFor } from "../wait-for.ts";
import {
  apiServerArguments,
  certificateFile,
  controllerManagerArguments,
  etcdArguments,
  kwokArguments,
  type Layout,
  schedulerArguments,
  signingKeyFile,
  tokensFile,
} from "./arguments.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { buildControlPlane } from "./programs.ts";

/** A real Kubernetes. Its nodes are kwok's, everything but containers, unless it was given an address for real ones. */
export interface ControlPlane {
  readonly url: string;
  /** Of somebody who may do anything. */
  readonly admin: KubeClient;
  readonly adminToken: string;
  /** The administrator's. */
  readonly kubeconfig: string;
  /** A token of a ServiceAccount, which must be there: it may do what RBAC lets it. */
  tokenOf(namespace: string, serviceAccount: string): Promise<string>;
  /** The path of a kubeconfig for whoever has this token. */
  kubeconfigOf(token: string): Promise<string>;
  /** Kills the API server, and starts it again after so long. */
  restartApiServer(pauseMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Of this machine, as real nodes reach it. Left out: the nodes are kwok's. */
  readonly address?: string;
  readonly serviceNetwork?: string;
}

const adminToken = "admin";
const startTimeoutMs = 120_000;

/** Takes minutes where its programs have not been built yet: see `whyNoControlPlane`. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { address, serviceNetwork = "10.217.0.0/16" } = options;
  const programs = await buildControlPlane();
  const folder = await mkdtemp(join(tmpdir(), "mediashare-cluster-"));
  const [clientPort, peerPort, port] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const url = `https://${address ?? "127.0.0.1"}:${port}`;
  await writeSecrets(folder);
  let kubeconfigs = 0;
  const kubeconfigOf = (token: string): Promise<string> => {
    kubeconfigs += 1;
    const path = join(folder, "kubeconfigs", `${kubeconfigs}.json`);
    return writeKubeconfig(path, { server: url, certificateAuthority: certificateFile(folder), token });
  };
  const kubeconfig = await kubeconfigOf(adminToken);
  const layout: Layout = {
    ...{ folder, kubeconfig, port, serviceNetwork, address },
    etcdUrl: `http://127.0.0.1:${clientPort}`,
    peerUrl: `http://127.0.0.1:${peerPort}`,
  };

  const daemons: Daemon[] = [];
  const start = (name: string, program: string, args: readonly string[]): Daemon => {
    const daemon = new Daemon(program, args, { logFile: join(folder, `${name}.log`) });
    daemons.push(daemon);
    return daemon;
  };
  const startApiServer = (): Daemon => start("kube-apiserver", programs.apiserver, apiServerArguments(layout));
  start("etcd", programs.etcd, etcdArguments(layout));
  let apiServer = startApiServer();
  const connection = Connection.fromFile(kubeconfig);
  const admin = new KubeClient(connection);
  const untilReady = (): Promise<void> =>
    waitFor("the API server", () => apiServer.assertRunning().then(() => isReady(connection)), { timeoutMs: startTimeoutMs });
  const stop = async (): Promise<void> => {
    connection.close();
    // All at once: nothing of theirs is kept.
    await Promise.all(daemons.map((daemon) => daemon.stop("SIGKILL")));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady();
    start("kube-controller-manager", programs.controllerManager, controllerManagerArguments(layout));
    start("kube-scheduler", programs.scheduler, schedulerArguments(layout));
    if (!address) start("kwok", programs.kwok, kwokArguments(layout));
    await waitFor("the controllers", () => exists(admin, "/api/v1/namespaces/default/serviceaccounts/default"), {
      timeoutMs: startTimeoutMs,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, admin, adminToken, kubeconfig, kubeconfigOf, stop },
    tokenOf: async (namespace, serviceAccount) => {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
      const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } };
      return (await admin.create<{ status: { token: string } }>(path, body)).status.token;
    },
    restartApiServer: async (pauseMs) => {
      await apiServer.stop("SIGKILL");
      await sleep(pauseMs);
      apiServer = startApiServer();
      await untilReady();
    },
  };
}

async function writeSecrets(folder: string): Promise<void> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await writeFile(signingKeyFile(folder), privateKey);
  await writeFile(tokensFile(folder), `${adminToken},admin,1,system:masters\n`);
  await mkdir(join(folder, "kubeconfigs"));
}

/** As it says itself: earlier it knows no rights yet. */
async function isReady(connection: Connection): Promise<boolean> {
  try {
    const request = await connection.request("GET", "/readyz", {});
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

function exists(admin: KubeClient, path: string): Promise<boolean> {
  return admin.get(path).then(
    () => true,
    () => false,
  );
}
