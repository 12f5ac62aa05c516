import { startControlPlane } from "../cluster/control-plane.ts";
import { waitFor } from "../wait-for.ts";
import { backendImages, pauseImage } from "./backend-images.ts";
import type { Docker } from "./docker.ts";
import { imageNames, imageOf } from "./images.ts";
import { buildNodePrograms } from "./kube-programs.ts";
import { Kubectl } from "./kubectl.ts";
import { addresses, startMachine } from "./node.ts";

/** A control plane with one real node, which has all our images. */
export interface Cluster {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  stop(): Promise<void>;
}

const serviceNetwork = "10.215.0.0/16";
const nodeName = "node-1";

export async function startCluster(docker: Docker): Promise<Cluster> {
  const { kubectl: program } = await buildNodePrograms();
  const machine = await startMachine({ pauseImage, serviceNetwork });
  try {
    const [controlPlane] = await Promise.all([
      startControlPlane({ address: addresses.host, serviceNetwork }),
      machine.load(docker, [pauseImage, ...Object.values(backendImages), ...imageNames.map(imageOf)]),
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
      return { kubeconfig, kubectl, stop };
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
