import type { Action } from "@mediashare/policy";
import type { AwsRegions } from "../aws/clients.ts";
import { ownerOf } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { NodeGroupReader } from "../readings/node-group-reader.ts";
import type { ScaledPipeline } from "../readings/pipeline.ts";
import { faultOf, type ReadingFault } from "../readings/reading-fault.ts";
import type { WorkerClient } from "../readings/worker-client.ts";
import { cordonNode, uncordonNode } from "./cordon.ts";
import { drainWorkers, resumeWorkers } from "./drain-workers.ts";
import { evictWorkers } from "./evict-workers.ts";
import { readOwnedGroup } from "./owned-group.ts";
import { releaseNodeGroups } from "./release-node-groups.ts";
import { cancelNodes, raiseGroup } from "./scale-nodes.ts";
import { scaleFleet, scaleWorkers } from "./scale-workers.ts";
import { terminateNode } from "./terminate-node.ts";

export interface Actuators {
  /** Does what was decided. Each action names a level, so that doing it twice does no harm. Throws a DomainError that says what to do. */
  run(pipeline: ScaledPipeline, action: Action): Promise<void>;
  /** Why node groups of the pipeline are left alone: not its own, another's, Cluster Autoscaler's, not there. */
  nodeGroupFaults(pipeline: ScaledPipeline): Promise<readonly ReadingFault[]>;
  /** Leaves AWS and the nodes as they were before the pipeline, for its finalizer. */
  releaseNodeGroups(pipeline: ScaledPipeline): Promise<void>;
}

export interface ActuatorsOptions {
  readonly kube: Kube;
  readonly aws: AwsRegions;
  readonly workers: WorkerClient;
  readonly now: () => number;
}

export function createActuators({ kube, aws: regions, workers, now }: ActuatorsOptions): Actuators {
  const reader = new NodeGroupReader(now);

  const run = async (pipeline: ScaledPipeline, action: Action): Promise<void> => {
    const aws = regions.in(pipeline.spec.region);
    switch (action.type) {
      case "scaleWorkers":
        return scaleWorkers(pipeline, action, { kube, workers });
      case "scaleFleet":
        return scaleFleet(kube, pipeline, action.fleet, action.to);
      case "evictWorkers":
        return evictWorkers(kube, pipeline.metadata.namespace, action.workers);
      case "drainWorkers":
        return drainWorkers(pipeline, action.node, action.workers, { kube, workers });
      case "uncordonNode":
        await uncordonNode(kube, action.node, ownerOf(pipeline));
        return resumeWorkers(pipeline, action.node, { kube, workers });
      default: {
        const group = await readOwnedGroup(pipeline, action.group, aws, reader);
        if (action.type === "raiseNodeGroup") return raiseGroup(aws, group, action.to);
        if (action.type === "cancelNodes") return cancelNodes(aws, group, action.to);
        if (action.type === "cordonNode") return cordonNode(kube, action.node, ownerOf(pipeline));
        return terminateNode(pipeline, action, group, { kube, aws });
      }
    }
  };

  return {
    run,
    nodeGroupFaults: async (pipeline) => {
      const aws = regions.in(pipeline.spec.region);
      const faults = await Promise.all(
        (pipeline.spec.worker?.nodeGroups ?? []).map(({ name }) =>
          readOwnedGroup(pipeline, name, aws, reader).then(
            () => [],
            (error: unknown) => [faultOf(`nodeGroup ${name}`, error)],
          ),
        ),
      );
      return faults.flat();
    },
    releaseNodeGroups: (pipeline) => releaseNodeGroups(pipeline, { kube, aws: regions.in(pipeline.spec.region), reader }),
  };
}
