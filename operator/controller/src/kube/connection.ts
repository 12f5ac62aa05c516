import * as http from "node:http";
import * as https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { DomainError } from "@mediashare/kit";

/** How the API server is reached at a moment. */
interface Access {
  readonly agent: http.Agent | https.Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly certificates: string;
}

export class NoClusterError extends DomainError {
  readonly code = "no_cluster";

  constructor() {
    super("The kubeconfig names no cluster: run in a cluster, or set KUBECONFIG to a file with a current context.");
  }
}

/** Tokens of service accounts change within the hour: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const accessLifeMs = 60_000;
const maxSockets = 128;

/** Requests to the API server that the KubeConfig names, over kept connections, with credentials that are read anew. */
export class Connection {
  readonly #config: KubeConfig;
  readonly #server: URL;
  #access: Promise<Access> | undefined;
  #readAtMs = 0;

  constructor(config: KubeConfig) {
    const cluster = config.getCurrentCluster();
    if (!cluster) throw new NoClusterError();
    this.#config = config;
    this.#server = new URL(cluster.server);
  }

  /** In a pod its service account, else KUBECONFIG or ~/.kube/config. */
  static fromDefault(): Connection {
    const config = new KubeConfig();
    config.loadFromDefault();
    return new Connection(config);
  }

  static fromFile(file: string): Connection {
    const config = new KubeConfig();
    config.loadFromFile(file);
    return new Connection(config);
  }

  async request(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<http.ClientRequest> {
    const access = await this.#current();
    const url = new URL(this.#server.pathname.replace(/\/$/, "") + path, this.#server);
    const options = { method, agent: access.agent, headers: { ...access.headers, ...headers } };
    return url.protocol === "https:" ? https.request(url, options) : http.request(url, options);
  }

  close(): void {
    this.#access?.then(({ agent }) => agent.destroy()).catch(() => undefined);
  }

  #current(): Promise<Access> {
    const nowMs = performance.now();
    if (this.#access && nowMs - this.#readAtMs < accessLifeMs) return this.#access;
    const previous = this.#access;
    this.#readAtMs = nowMs;
    this.#access = this.#read(previous);
    this.#access.catch(() => {
      this.#access = undefined;
    });
    return this.#access;
  }

  async #read(previous: Promise<Access> | undefined): Promise<Access> {
    const options: https.RequestOptions = { headers: {} };
    await this.#config.applyToHTTPSOptions(options);
    const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]));
    const { ca, cert, key, rejectUnauthorized = true, servername } = options;
    const certificates = JSON.stringify([ca, cert, key].map(String));
    const before = await previous?.catch(() => undefined);
    // The same agent as long as the same certificates: its connections are worth keeping, and watches run over them.
    if (before?.certificates === certificates) return { ...before, headers };
    const agent =
      this.#server.protocol === "https:"
        ? new https.Agent({ keepAlive: true, maxSockets, ca, cert, key, rejectUnauthorized, servername })
        : new http.Agent({ keepAlive: true, maxSockets });
    return { agent, headers, certificates };
  }
}
