import { setTimeout as sleep } from "node:timers/promises";
import { SetInstanceProtectionCommand, TerminateInstanceInAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { type AwsClients, type KubeClient, KubeError } from "@mediashare/controller";
import { createNodeGroup, readCapacity } from "../moto-groups.ts";
import { waitFor } from "../wait-for.ts";
import type { AwsProxy } from "./aws-proxy.ts";

const pollMs = 200;

export interface CloudGroup {
  readonly cluster: string;
  readonly name: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly max: number;
  /** `namespace/name` of the pipeline that its tag names. */
  readonly owner?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** From launch to Ready. */
  readonly bootMs?: number;
}

interface Group extends CloudGroup {
  readonly autoScalingGroup: string;
  delivered: Set<string>;
  seenAtMs: Map<string, number>;
  isRefused: boolean;
  isProtected: boolean;
}

interface Named {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** Of an m5.xlarge on EKS: room for three workers of one CPU. */
const allocatable = { cpu: "3920m", memory: "14Gi", pods: "58" };

/** Makes nodes of what Auto Scaling groups in moto are asked for, after a while, or never, and takes them away again. */
export class SimulatedCloud {
  readonly #kube: KubeClient;
  readonly #aws: AwsClients;
  readonly #proxy: AwsProxy;
  readonly #groups = new Map<string, Group>();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  /** @param aws of moto itself, behind the proxy */
  constructor(kube: KubeClient, aws: AwsClients, proxy: AwsProxy) {
    this.#kube = kube;
    this.#aws = aws;
    this.#proxy = proxy;
  }

  async addGroup(group: CloudGroup): Promise<void> {
    const autoScalingGroup = await createNodeGroup(this.#aws, {
      cluster: group.cluster,
      name: group.name,
      capacityType: group.capacityType === "Spot" ? "SPOT" : "ON_DEMAND",
      max: group.max,
      tags: { ...(group.owner && { "mediashare.dev/pipeline": group.owner }), ...group.tags },
    });
    this.#groups.set(group.name, {
      ...group,
      autoScalingGroup,
      delivered: new Set(),
      seenAtMs: new Map(),
      isRefused: false,
      isProtected: false,
    });
    this.#proxy.showOnly(autoScalingGroup, new Set());
    this.#running ??= this.#run();
  }

  /** Whatever is asked of the group from now on is not launched. */
  refuse(name: string, isRefused: boolean): void {
    this.#group(name).isRefused = isRefused;
  }

  /** AWS takes the node's instance back, without notice; the group starts another, if it can. Done when the node has left the cluster. */
  async reclaim(node: string): Promise<void> {
    const id = instanceOf(node);
    const command = new TerminateInstanceInAutoScalingGroupCommand({ InstanceId: id, ShouldDecrementDesiredCapacity: false });
    await this.#aws.autoScaling.send(command);
    await waitFor(`${node} to leave the cluster`, () => [...this.#groups.values()].every(({ delivered }) => !delivered.has(id)));
  }

  /** Its name in AWS. */
  autoScalingGroup(name: string): string {
    return this.#group(name).autoScalingGroup;
  }

  async desired(name: string): Promise<number> {
    return (await readCapacity(this.#aws, this.#group(name).autoScalingGroup)).desired ?? 0;
  }

  /** Nodes of the group that have joined. */
  nodes(name: string): readonly string[] {
    return [...this.#group(name).delivered].map((id) => nodeName(id));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // A moment without an API server, or moto, is part of what is tested.
      for (const group of this.#groups.values()) await this.#tick(group).catch(() => undefined);
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #tick(group: Group): Promise<void> {
    const { instances } = await readCapacity(this.#aws, group.autoScalingGroup);
    for (const id of [...group.delivered].filter((each) => !instances.includes(each))) await this.#remove(group, id);
    for (const id of [...group.seenAtMs.keys()].filter((each) => !instances.includes(each))) group.seenAtMs.delete(id);
    if (group.isRefused !== group.isProtected)
      await this.#protect(
        group,
        [...group.delivered].filter((id) => instances.includes(id)),
      );
    if (!group.isRefused) for (const id of instances) if (!group.seenAtMs.has(id)) group.seenAtMs.set(id, performance.now());
    this.#proxy.showOnly(group.autoScalingGroup, new Set(group.seenAtMs.keys()));
    for (const [id, sinceMs] of group.seenAtMs) {
      if (!group.delivered.has(id) && performance.now() - sinceMs >= (group.bootMs ?? 500)) await this.#join(group, id);
    }
  }

  /** Where the group shrinks, moto ends its oldest instances: AWS would first give up those that it never launched. */
  async #protect(group: Group, instances: readonly string[]): Promise<void> {
    const { autoScalingGroup: AutoScalingGroupName, isRefused: ProtectedFromScaleIn } = group;
    const command = { AutoScalingGroupName, InstanceIds: [...instances], ProtectedFromScaleIn };
    if (instances.length > 0) await this.#aws.autoScaling.send(new SetInstanceProtectionCommand(command));
    group.isProtected = group.isRefused;
  }

  async #join(group: Group, id: string): Promise<void> {
    await this.#kube.create("/api/v1/nodes", renderNode(nodeName(id), group, id));
    group.delivered.add(id);
  }

  /** Its pods first: without their node nobody ends them before the cluster collects its garbage, after 40 s. */
  async #remove(group: Group, id: string): Promise<void> {
    const path = `/api/v1/nodes/${nodeName(id)}`;
    const pods = (): Promise<readonly Named[]> => this.#podsOn(nodeName(id));
    await this.#kube.mergePatch(path, { spec: { unschedulable: true } }).catch(unlessGone);
    for (const { metadata } of await pods()) {
      await this.#kube.delete(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`).catch(unlessGone);
    }
    await waitFor(`the pods on ${nodeName(id)} to end`, async () => (await pods()).length === 0);
    await this.#kube.delete(path).catch(unlessGone);
    group.delivered.delete(id);
  }

  #podsOn(node: string): Promise<readonly Named[]> {
    return this.#kube.list("/api/v1/pods", { fieldSelector: `spec.nodeName=${node}` });
  }

  #group(name: string): Group {
    const group = this.#groups.get(name);
    if (!group) throw new RangeError(`The simulated cloud has no node group ${name}.`);
    return group;
  }
}

/** A node that is nobody's to scale, for the upload and web fleets. */
export function renderSteadyNode(name: string): object {
  return renderNode(name, undefined, `i-${name}`);
}

function renderNode(name: string, group: CloudGroup | undefined, instance: string): object {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": "eu-west-1a",
        "node.kubernetes.io/instance-type": "m5.xlarge",
        ...(group && {
          "eks.amazonaws.com/nodegroup": group.name,
          "eks.amazonaws.com/capacityType": group.capacityType === "Spot" ? "SPOT" : "ON_DEMAND",
        }),
      },
    },
    spec: { providerID: `aws:///eu-west-1a/${instance}` },
    status: {
      allocatable: group ? allocatable : { cpu: "64", memory: "256Gi", pods: "1000" },
      capacity: group ? allocatable : { cpu: "64", memory: "256Gi", pods: "1000" },
    },
  };
}

/** What has gone already is as wanted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof KubeError && error.status === 404)) throw error;
}

const namePrefix = "node-";

function nodeName(instance: string): string {
  return `${namePrefix}${instance}`;
}

function instanceOf(node: string): string {
  return node.slice(namePrefix.length);
}
