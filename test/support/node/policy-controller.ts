import { join } from "node:path";
import { goTool } from "../go-tool.ts";
import type { Daemon } from "./daemon.ts";
import type { NodeNamespace } from "./namespace.ts";

export interface PolicyControllerOptions {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly serviceNetwork: string;
}

/** Builds it, once for this machine. */
export async function buildPolicyController(): Promise<string> {
  const module = "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router";
  const program = await goTool({ name: "kube-router", module, version: "v2.1.0" });
  if (!program) throw new Error("There is no Go to build kube-router with.");
  return program;
}

/** Sees to it that pods reach no more than NetworkPolicies let them: the part of kube-router that a bridge alone lacks. */
export async function startPolicyController(node: NodeNamespace, options: PolicyControllerOptions): Promise<Daemon> {
  const { folder, kubeconfig, nodeName, serviceNetwork } = options;
  const args = [
    ...["--run-router=false", "--run-service-proxy=false", "--run-loadbalancer=false", "--run-firewall=true"],
    ...[`--kubeconfig=${kubeconfig}`, `--hostname-override=${nodeName}`, `--service-cluster-ip-range=${serviceNetwork}`],
    ...["--metrics-port=0", "--health-port=0"],
  ];
  return node.start(await buildPolicyController(), args, { logFile: join(folder, "kube-router.log") });
}
