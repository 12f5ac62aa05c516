import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goTool } from "../go-tool.ts";
import type { Daemon } from "./daemon.ts";
import type { NodeNamespace } from "./namespace.ts";

export interface CoreDnsOptions {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly address: string;
}

/** Builds it, once for this machine. */
export async function buildCoreDns(): Promise<string> {
  const program = await goTool({ name: "coredns", module: "github.com/coredns/coredns", version: "v1.15.0" });
  if (!program) throw new Error("There is no Go to build CoreDNS with.");
  return program;
}

/** Names of Services, for the pods. It runs on the node, not in a pod of it: nothing of ours depends on where. */
export async function startCoreDns(node: NodeNamespace, { folder, kubeconfig, address }: CoreDnsOptions): Promise<Daemon> {
  const config = join(folder, "Corefile");
  await writeFile(
    config,
    `.:53 {\n  bind ${address}\n  errors\n  kubernetes cluster.local {\n    kubeconfig ${kubeconfig}\n  }\n  cache 5\n}\n`,
  );
  return node.start(await buildCoreDns(), ["-conf", config], { logFile: join(folder, "coredns.log") });
}
