import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedOnce } from "./cache.ts";
import { runCommand } from "./command.ts";

export const kubernetesVersion = "1.34.4";

/** Modules that live in Kubernetes' own repository: its go.mod points at folders that only are there. */
const staging =
  "api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider cluster-bootstrap code-generator component-base component-helpers controller-manager cri-api cri-client csi-translation-lib dynamic-resource-allocation endpointslice externaljwt kms kube-aggregator kube-controller-manager kube-proxy kube-scheduler kubectl kubelet metrics mount-utils pod-security-admission sample-apiserver sample-cli-plugin sample-controller".split(
    " ",
  );

export interface NodePrograms {
  readonly kubelet: string;
  readonly kubeProxy: string;
  readonly kubectl: string;
}

/** Built from source, once for this machine; takes minutes then. */
export async function buildNodePrograms(): Promise<NodePrograms> {
  const folder = await buildKubernetes(
    "node",
    ["kubelet", "kube-proxy", "kubectl"].map((name) => `k8s.io/kubernetes/cmd/${name}`),
  );
  return { kubelet: join(folder, "kubelet"), kubeProxy: join(folder, "kube-proxy"), kubectl: join(folder, "kubectl") };
}

/** The folder with the programs of these packages of Kubernetes' own module, or of those that it is built with. */
export function buildKubernetes(name: string, packages: readonly string[]): Promise<string> {
  return cachedOnce(`kubernetes-${name}-${kubernetesVersion}`, async (making) => {
    await writeFile(join(making, "go.mod"), renderModule(packages));
    await runCommand("go", ["mod", "tidy"], { cwd: making });
    await runCommand("nice", ["go", "build", "-o", `${making}/`, ...packages], { cwd: making, env: { CGO_ENABLED: "0" } });
  });
}

function renderModule(packages: readonly string[]): string {
  const replaced = staging.map((name) => `\tk8s.io/${name} => k8s.io/${name} v0${kubernetesVersion.slice(1)}`);
  const tools = packages.map((name) => `\t${name}`);
  return [
    "module mediashare.test/kubernetes",
    "go 1.24.0",
    `require k8s.io/kubernetes v${kubernetesVersion}`,
    `replace (\n${replaced.join("\n")}\n)`,
    `tool (\n${tools.join("\n")}\n)`,
    "",
  ].join("\n\n");
}
