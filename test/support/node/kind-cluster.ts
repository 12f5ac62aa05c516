import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Cluster } from "./cluster.ts";
import { ClusterHelm } from "./cluster-helm.ts";
import { runCommand } from "./command.ts";
import { imageNames, imageOf } from "./images.ts";
import { buildNodePrograms } from "./kube-programs.ts";
import { Kubectl } from "./kubectl.ts";

const project = fileURLToPath(new URL("../../..", import.meta.url));

let found: Promise<boolean> | undefined;

/** Whether there is a kind, and a Docker that can pull what our images are made of. */
export function hasKind(): Promise<boolean> {
  found ??= looksForKind();
  return found;
}

async function looksForKind(): Promise<boolean> {
  const base = /^ARG BASE_IMAGE=(\S+)/m.exec(readFileSync(join(project, "Dockerfile"), "utf8"))?.[1] as string;
  try {
    await runCommand("kind", ["version"]);
    await runCommand("docker", ["pull", "--quiet", base]);
    return true;
  } catch {
    return false;
  }
}

/** A cluster of kind's, with images that this machine's Docker builds. */
export async function startKindCluster(): Promise<Cluster> {
  const name = `mediashare-e2e-${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), "mediashare-kind-"));
  const kubeconfig = join(folder, "kubeconfig");
  const load = (images: readonly string[]): Promise<string> => runCommand("kind", ["load", "docker-image", ...images, "--name", name]);
  const stop = async (): Promise<void> => {
    await runCommand("kind", ["delete", "cluster", "--name", name, "--kubeconfig", kubeconfig]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const image of imageNames) await runCommand("docker", ["build", "--target", image, "--tag", imageOf(image), project]);
    await runCommand("kind", ["create", "cluster", "--name", name, "--kubeconfig", kubeconfig, "--wait", "120s"]);
    await load(imageNames.map((image) => imageOf(image)));
    const kubectl = new Kubectl(await findKubectl(), kubeconfig);
    return {
      ...{ kubeconfig, kubectl, stop },
      helm: await ClusterHelm.on(kubeconfig, await findHelm()),
      urlOf: (namespace, service) => exposeService(kubectl, namespace, service),
      addRelease: async (tag) => {
        for (const image of imageNames) await runCommand("docker", ["tag", imageOf(image), imageOf(image, tag)]);
        await load(imageNames.map((image) => imageOf(image, tag)));
      },
      provideVolumes: async () => "",
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Its network of Services is not this machine's, but the node's own ports are. */
async function exposeService(kubectl: Kubectl, namespace: string, service: string): Promise<string> {
  const { spec } = await kubectl.get<{ spec: { selector: object; ports: [{ port: number; targetPort: unknown }] } }>(
    "service",
    service,
    `--namespace=${namespace}`,
  );
  const name = `${service}-exposed`;
  const ports = spec.ports.map(({ port, targetPort }) => ({ port, targetPort }));
  await kubectl.apply([
    { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { type: "NodePort", selector: spec.selector, ports } },
  ]);
  const exposed = await kubectl.get<{ spec: { ports: [{ nodePort: number }] } }>("service", name, `--namespace=${namespace}`);
  const { items } = await kubectl.get<{ items: [{ status: { addresses: { type: string; address: string }[] } }] }>("nodes");
  const address = items[0].status.addresses.find(({ type }) => type === "InternalIP")?.address;
  return `http://${address}:${exposed.spec.ports[0].nodePort}`;
}

async function findKubectl(): Promise<string> {
  return (await isThere("kubectl", ["version", "--client"])) ? "kubectl" : (await buildNodePrograms()).kubectl;
}

async function findHelm(): Promise<string | undefined> {
  return (await isThere("helm", ["version"])) ? "helm" : undefined;
}

function isThere(program: string, args: readonly string[]): Promise<boolean> {
  return runCommand(program, args).then(
    () => true,
    () => false,
  );
}
