import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { createCgroups, removeCgroups } from "./cgroups.ts";
import { type Containerd, startContainerd } from "./containerd.ts";
import { startCoreDns } from "./coredns.ts";
import type { Docker } from "./docker.ts";
import { handOver } from "./hand-over.ts";
import { buildNodePrograms } from "./kube-programs.ts";
import { startKubelet, startKubeProxy } from "./kubelet.ts";
import { createNamespace, type NodeNamespace } from "./namespace.ts";
import { startPolicyController } from "./policy-controller.ts";

export const addresses = {
  /** Of this machine, as the node and its pods see it: where they find the API server. */
  host: "10.213.0.1",
  node: "10.213.0.2",
  pods: "10.214.0.0/16",
} as const;

export interface NodeOptions {
  readonly name: string;
  /** Reaches the API server at `addresses.host`, with every right. */
  readonly kubeconfig: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A machine that takes its images along before it joins. */
export interface NodeMachine {
  /** Its own files, which go with it. */
  readonly folder: string;
  /** Hands images over from Docker. */
  load(docker: Docker, images: readonly string[]): Promise<void>;
  /** Gives images that it has other names too. */
  tagImage(image: string, name: string): Promise<void>;
  /** Lets it join; pods are scheduled to it as soon as it is Ready. */
  join(options: NodeOptions): Promise<void>;
  /** From now on pods reach no more than NetworkPolicies let them; the cluster must know the node already. */
  enforcePolicies(options: Pick<NodeOptions, "name" | "kubeconfig">): Promise<void>;
  logOf(program: "containerd" | "kubelet" | "kube-proxy" | "kube-router" | "coredns"): string;
  stop(): Promise<void>;
}

export interface MachineOptions {
  readonly pauseImage: string;
  /** The network of Services, as the API server was told. */
  readonly serviceNetwork: string;
}

/** One real node: real containers, in namespaces and control groups of its own, of which nothing stays when it stops. */
export async function startMachine(options: MachineOptions): Promise<NodeMachine> {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-node-"));
  const cache = await cacheFolder("node");
  const node = await createNamespace(
    { hostAddress: addresses.host, nodeAddress: addresses.node, networks: [addresses.pods, options.serviceNetwork] },
    { lockFile: join(cache, "lock"), logFile: join(folder, "namespace.log") },
  );
  const stop = async (): Promise<void> => {
    await node.stop();
    await removeCgroups();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await createCgroups();
    await giveFolders(node, folder);
    const containerd = await startContainerd(node, {
      folder,
      root: join(cache, "containerd"),
      podNetwork: addresses.pods,
      pauseImage: options.pauseImage,
    });
    return {
      folder,
      load: (docker, images) => handOver(docker, containerd, cache, images),
      tagImage: (image, name) => containerd.tagImage(image, name),
      join: (joining) => joinCluster(node, containerd, folder, joining),
      enforcePolicies: async ({ name, kubeconfig }) => {
        const { serviceNetwork } = options;
        await startPolicyController(node, { folder, kubeconfig, nodeName: name, serviceNetwork });
      },
      logOf: (program) => join(folder, `${program}.log`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What its programs write to fixed places is the node's own. */
async function giveFolders(node: NodeNamespace, folder: string): Promise<void> {
  for (const place of ["/run", "/var/lib/cni"]) {
    await mkdir(place, { recursive: true });
    await node.run("mount", ["-t", "tmpfs", "tmpfs", place]);
  }
  const logs = join(folder, "log");
  await mkdir(logs);
  await node.run("mount", ["--bind", logs, "/var/log"]);
}

async function joinCluster(node: NodeNamespace, containerd: Containerd, folder: string, options: NodeOptions): Promise<void> {
  const { kubeconfig, name, labels = {} } = options;
  const kubelet = {
    folder,
    kubeconfig,
    programs: await buildNodePrograms(),
    nodeName: name,
    nodeAddress: addresses.node,
    podNetwork: addresses.pods,
    containerdSocket: containerd.socket,
    labels,
  };
  await startKubelet(node, kubelet);
  await startKubeProxy(node, kubelet);
  await startCoreDns(node, { folder, kubeconfig, address: addresses.node });
}
