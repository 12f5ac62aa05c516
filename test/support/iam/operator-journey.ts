import { type AwsRegions, createActuators, createReadings, type ScaledPipeline, WorkerClient } from "@mediashare/controller";
import { expect } from "chai";
import { FakeKube } from "../fake-kube.ts";
import { aNode } from "../kube-objects.ts";
import { createNodeGroup, readCapacity } from "../moto-groups.ts";

export interface OperatorWorld {
  /** As the operator, and as somebody who may do everything. */
  readonly aws: AwsRegions;
  readonly admin: AwsRegions;
  readonly region: string;
  readonly cluster: string;
  /** `<namespace>/<name>` */
  readonly pipeline: string;
  readonly queueUrl: string;
  readonly nodeGroup: { readonly name: string; readonly capacityType: "OnDemand" | "Spot" };
}

/**
 * Reads all that there is to read, buys nodes beyond what EKS knows of, and ends one.
 * @returns the names under which calls meet the node group: its Auto Scaling group, and that one's instances
 */
export async function runOperatorJourney(world: OperatorWorld): Promise<readonly string[]> {
  const { region, cluster, queueUrl } = world;
  const { name: nodeGroup, capacityType } = world.nodeGroup;
  const admin = world.admin.in(region);
  const [namespace = "", name = ""] = world.pipeline.split("/");
  const tags = { "mediashare.dev/pipeline": world.pipeline };
  const group = await createNodeGroup(admin, {
    cluster,
    name: nodeGroup,
    tags,
    max: 2,
    capacityType: capacityType === "Spot" ? "SPOT" : "ON_DEMAND",
  });
  const kube = new FakeKube();
  kube.put(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}-worker`, { metadata: { name }, spec: { replicas: 2 } });
  const workers = new WorkerClient(1);
  let offsetMs = 0;
  const deps = { kube, aws: world.aws, workers, now: () => Date.now() + offsetMs };
  const readings = createReadings(deps);
  const actuators = createActuators(deps);
  const pipeline: ScaledPipeline = {
    metadata: { name, namespace },
    spec: {
      region,
      queue: { url: queueUrl },
      worker: {
        scaling: { max: 20 },
        resources: { requests: { cpu: "1", memory: "1Gi" } },
        nodeGroups: [{ name: nodeGroup, cluster, capacityType, min: 0, max: 4 }],
      },
    },
  };
  expect((await readings.observe(pipeline)).faults).to.deep.equal([]);
  await actuators.run(pipeline, { type: "raiseNodeGroup", group: nodeGroup, from: 0, to: 4 });
  const { instances } = await readCapacity(admin, group);
  const [instance = ""] = instances;
  const node = `node-${instance}`;
  kube.put(`/api/v1/nodes/${node}`, aNode({ name: node, instance, group: nodeGroup }));
  await actuators.run(pipeline, { type: "cordonNode", group: nodeGroup, node });
  offsetMs = 5_000;
  await actuators.run(pipeline, { type: "terminateNode", group: nodeGroup, node, isReplaced: false });
  expect((await readCapacity(admin, group)).desired).to.equal(instances.length - 1);
  await actuators.releaseNodeGroups(pipeline);
  workers.close();
  return [group, ...instances];
}
