import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { waitFor } from "../wait-for.ts";
import { Daemon } from "./daemon.ts";

/** The command that people use, on one cluster. */
export class Kubectl {
  readonly program: string;
  readonly #kubeconfig: string;

  constructor(program: string, kubeconfig: string) {
    this.program = program;
    this.#kubeconfig = kubeconfig;
  }

  async run(args: readonly string[], input = ""): Promise<string> {
    const child = spawn(this.program, [`--kubeconfig=${this.#kubeconfig}`, ...args], { stdio: "pipe" });
    child.stdin.end(input);
    const [out, error] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, "close")]);
    if (child.exitCode !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${child.exitCode}: ${error.toString()}`);
    return out.toString();
  }

  async get<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(["get", "--output=json", ...args])) as T;
  }

  async apply(objects: readonly unknown[]): Promise<void> {
    await this.run(["apply", "--server-side", "--filename=-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
  }

  /** Waits until the Deployments' pods are there and ready; else says what the pods are at. */
  async untilRolledOut(namespace: string, deployments: readonly string[], timeoutSeconds: number): Promise<void> {
    for (const name of deployments) {
      const wait = ["rollout", "status", `deployment/${name}`, `--namespace=${namespace}`, `--timeout=${timeoutSeconds}s`];
      await this.run(wait).catch(async (error: unknown) => {
        const pods = await this.run(["get", "pods,events", `--namespace=${namespace}`]);
        const logs = await this.run(["logs", `deployment/${name}`, `--namespace=${namespace}`, "--tail=30"]).catch(String);
        throw new Error(`${String(error)}\n${pods}\n${logs}`);
      });
    }
  }

  /** Leads a port of this machine to a Service, as people do who have no Ingress. */
  async portForward(namespace: string, service: string, port: number, localPort: number): Promise<Daemon> {
    const folder = await mkdtemp(join(tmpdir(), "mediashare-forward-"));
    const args = ["port-forward", `service/${service}`, `${localPort}:${port}`, `--namespace=${namespace}`];
    const logFile = join(folder, "log");
    const daemon = new Daemon(this.program, [`--kubeconfig=${this.#kubeconfig}`, ...args], { logFile });
    const listens = async (): Promise<boolean> => {
      await daemon.assertRunning();
      return (await readFile(logFile, "utf8")).includes("Forwarding from");
    };
    await waitFor(`kubectl ${args.join(" ")}`, listens, { timeoutMs: 30_000 });
    await rm(folder, { recursive: true });
    return daemon;
  }

  /** http://address:port of a Service, reached from this machine. */
  async serviceUrl(namespace: string, name: string): Promise<string> {
    const { spec } = await this.get<{ spec: { clusterIP: string; ports: [{ port: number }] } }>(
      "service",
      name,
      `--namespace=${namespace}`,
    );
    return `http://${spec.clusterIP}:${spec.ports[0].port}`;
  }
}
