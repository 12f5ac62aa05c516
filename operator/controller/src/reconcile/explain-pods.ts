import type { MediaPipeline } from "@mediashare/api";
import { migrationComponent, selectorOf } from "@mediashare/cdk8s";
import type { Kube } from "../readings/kube.ts";
import { type Fault, toFault } from "./fault.ts";

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly exitCode?: number } };
}

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** How long pods may wait for a place; workers wait for nodes that have to boot first, which CapacityConstrained tells of. */
const schedulePatienceMs = { upload: 60_000, web: 60_000, worker: 600_000, [migrationComponent]: 60_000 } as const;

export type Component = keyof typeof schedulePatienceMs;

/** Why pods do not start, the first reason of each component; to be asked only of those that lack pods. */
export async function explainPods(
  { metadata: { namespace, name } }: MediaPipeline,
  lacking: readonly Component[],
  kube: Pick<Kube, "list">,
  nowMs: number,
): Promise<readonly Fault[]> {
  const faults = await Promise.all(
    lacking.map(async (component) => {
      const { "app.kubernetes.io/name": _name, ...labels } = selectorOf(name, component);
      const labelSelector = Object.entries(labels)
        .map(([label, value]) => `${label}=${value}`)
        .join(",");
      try {
        const pods = await kube.list<Pod>(`/api/v1/namespaces/${namespace}/pods`, { labelSelector });
        const explained = pods.map((pod) => explainPod(pod, nowMs, schedulePatienceMs[component]));
        return explained.find((fault) => fault !== undefined) ?? [];
      } catch (error) {
        return [toFault(error, "PodsUnknown")];
      }
    }),
  );
  return faults.flat();
}

/** What Kubernetes calls by these names ends only when somebody does something. */
const lastingReasons = new Set([
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "ErrImagePull",
  "InvalidImageName",
  "ErrImageNeverPull",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
]);

export function explainPod({ metadata, status = {} }: Pod, nowMs: number, patienceMs: number): Fault | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
    const { reason, message } = container.state?.waiting ?? {};
    if (reason && lastingReasons.has(reason)) {
      const said = `${message ?? reason}${lastEnd(container)}`;
      return {
        reason,
        message: `Pod ${metadata.name}, container ${container.name}: ${said}. See \`kubectl describe pod ${metadata.name}\`.`,
      };
    }
  }
  const waits = status.conditions?.find(({ type, status: value, reason }) => {
    return type === "PodScheduled" && value === "False" && reason === "Unschedulable";
  });
  if (!waits || nowMs - Date.parse(waits.lastTransitionTime ?? "") < patienceMs) return undefined;
  return { reason: "Unschedulable", message: `Pod ${metadata.name} finds no node: ${waits.message ?? "no reason is given"}` };
}

function lastEnd({ lastState }: ContainerStatus): string {
  const { reason, exitCode } = lastState?.terminated ?? {};
  return reason === undefined ? "" : ` (it ended last with ${reason}${exitCode === undefined ? "" : `, exit code ${exitCode}`})`;
}
