import { publicBackendImages } from "@mediashare/cdk8s";
import { startControlPlane } from "../cluster/control-plane.ts";
import { waitFor } from "../wait-for.ts";
import { pauseImage } from "./backend-images.ts";
import { ClusterHelm } from "./cluster-helm.ts";
import type { Docker } from "./docker.ts";
import { imageNames, imageOf } from "./images.ts";
import { buildNodePrograms } from "./kube-programs.ts";
import { Kubectl } from "./kubectl.ts";
import { addresses, startMachine } from "./node.ts";
import { makeVolumes } from "./volumes.ts";

/** A cluster with real containers, which has all our images. */
export interface Cluster {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  readonly helm: ClusterHelm;
  /** Where this machine reaches a Service; its pods may come and go. */
  urlOf(namespace: string, service: string): Promise<string>;
  /** Gives our images a further tag, as a release would. */
  addRelease(tag: string): Promise<void>;
  /** Sees to it that so many claims can be bound. @returns their storage class; empty: the cluster's own */
  provideVolumes(count: number): Promise<string>;
  stop(): Promise<void>;
}

const serviceNetwork = "10.215.0.0/16";
const nodeName = "node-1";
const storageClassName = "node-folder";

/** A control plane with one real node. */
export async function startNodeCluster(docker: Docker): Promise<Cluster> {
  const { kubectl: program } = await buildNodePrograms();
  const machine = await startMachine({ pauseImage, serviceNetwork });
  try {
    const [controlPlane] = await Promise.all([
      startControlPlane({ address: addresses.host, serviceNetwork }),
      machine.load(docker, [pauseImage, ...Object.values(publicBackendImages), ...imageNames.map((name) => imageOf(name))]),
    ]);
    const stop = async (): Promise<void> => {
      await machine.stop();
      await controlPlane.stop();
    };
    try {
      const { kubeconfig } = controlPlane;
      const kubectl = new Kubectl(program, kubeconfig);
      await machine.join({ name: nodeName, kubeconfig });
      await waitFor("the node to be ready", () => isReady(kubectl), { timeoutMs: 60_000, intervalMs: 500 });
      await machine.enforcePolicies({ name: nodeName, kubeconfig });
      return {
        ...{ kubeconfig, kubectl, stop },
        helm: await ClusterHelm.on(kubeconfig),
        urlOf: (namespace, service) => kubectl.serviceUrl(namespace, service),
        addRelease: async (tag) => {
          for (const name of imageNames) await machine.tagImage(imageOf(name), imageOf(name, tag));
        },
        provideVolumes: async (count) => {
          await makeVolumes(kubectl, machine.folder, storageClassName, count);
          return storageClassName;
        },
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await machine.stop();
    throw error;
  }
}

async function isReady(kubectl: Kubectl): Promise<boolean> {
  const { items } = await kubectl.get<{ items: { status: { conditions: { type: string; status: string }[] } }[] }>("nodes");
  return items.some(({ status }) => status.conditions.some(({ type, status: holds }) => type === "Ready" && holds === "True"));
}
