import { cloudWatchMetrics } from "@mediashare/contract";
import type { Observation, Reading, WorkerObservation } from "@mediashare/policy";
import type { AwsClients, AwsRegions } from "../aws/clients.ts";
import { during } from "../aws/failed-call.ts";
import { Attempts } from "./attempts.ts";
import { ownerOf } from "./children.ts";
import { FirstSeen } from "./first-seen.ts";
import type { Kube } from "./kube.ts";
import { MetricReader } from "./metric-reader.ts";
import { newestPoint, weightedMean } from "./metric-series.ts";
import { NodeGroupReader } from "./node-group-reader.ts";
import { observeFleet } from "./observe-fleet.ts";
import { observeNodeGroups } from "./observe-node-groups.ts";
import { observeWorkers } from "./observe-workers.ts";
import { ownQueueServer } from "./own-queue-server.ts";
import type { ScaledPipeline } from "./pipeline.ts";
import { QueueReader, queueName } from "./queue-reader.ts";
import type { ReadingFault } from "./reading-fault.ts";
import { ReadyHistory } from "./ready-history.ts";
import { TargetGroups } from "./target-groups.ts";
import type { WorkerClient } from "./worker-client.ts";
import { WorkersPerNodeReader } from "./workers-per-node-reader.ts";

export interface Observed {
  readonly observation: Observation;
  readonly faults: readonly ReadingFault[];
  /** Age of the oldest message, as CloudWatch knows it: for people and metrics, nothing is decided by it. */
  readonly oldestMessageSeconds: Reading<number> | null;
}

export interface Readings {
  /** Reads all that a decision about the pipeline wants. Never fails: what cannot be read is `null`, and a fault says why. */
  observe(pipeline: ScaledPipeline): Promise<Observed>;
}

export interface ReadingsOptions {
  readonly kube: Kube;
  readonly aws: AwsRegions;
  readonly workers: WorkerClient;
  readonly now: () => number;
}

export function createReadings({ kube, aws: regions, workers, now }: ReadingsOptions): Readings {
  const queues = new QueueReader(now);
  const metrics = new MetricReader(now);
  const fleetSources = { kube, metrics, targetGroups: new TargetGroups(kube, now), history: new ReadyHistory(), now };
  const nodeSources = {
    kube,
    nodeGroups: new NodeGroupReader(now),
    workersPerNode: new WorkersPerNodeReader(kube, now),
    firstSeen: new FirstSeen(),
  };

  /** A pipeline whose queue is not AWS's runs without AWS. */
  const hasCloudWatch = ({ spec }: ScaledPipeline): boolean => spec.queue.endpoint === undefined || regions.hasEndpoint;

  const observeWork = async (pipeline: ScaledPipeline, aws: AwsClients, attempts: Attempts): Promise<WorkerObservation> => {
    const { url } = pipeline.spec.queue;
    const queueAws = regions.in(pipeline.spec.region, ownQueueServer(pipeline, kube, now));
    const call = { action: "sqs:GetQueueAttributes", resource: url, region: aws.region };
    const [queue, meanTaskSeconds, state, nodeGroups] = await Promise.all([
      attempts.try("queue", () => during(call, () => queues.read(queueAws, url))),
      hasCloudWatch(pipeline) ? attempts.try("meanTaskSeconds", () => readMeanTaskSeconds(pipeline, aws, metrics)) : null,
      attempts.try("workers", () => observeWorkers(pipeline, { kube, workers, now })),
      observeNodeGroups(pipeline, aws, nodeSources, attempts),
    ]);
    return { queue, meanTaskSeconds, workers: state, nodeGroups };
  };

  return {
    observe: async (pipeline) => {
      const { spec } = pipeline;
      const aws = regions.in(spec.region);
      const attempts = new Attempts();
      const fleets = (["upload", "web"] as const).flatMap((name) => {
        const scaling = spec[name]?.scaling;
        return scaling ? [observeFleet(pipeline, name, scaling, aws, fleetSources, attempts).then((seen) => [name, seen] as const)] : [];
      });
      const [worker, age, ...seen] = await Promise.all([
        spec.worker ? observeWork(pipeline, aws, attempts) : null,
        spec.worker && hasCloudWatch(pipeline) ? attempts.try("oldestMessage", () => readOldestMessage(pipeline, aws, metrics)) : null,
        ...fleets,
      ]);
      return {
        observation: { ...(worker && { worker }), fleets: Object.fromEntries(seen) },
        faults: attempts.faults,
        oldestMessageSeconds: age,
      };
    },
  };
}

/** `null` while no worker has reported lately: no fault, none may be running. */
function readMeanTaskSeconds(pipeline: ScaledPipeline, aws: AwsClients, metrics: MetricReader): Promise<Reading<number> | null> {
  const { namespace, taskSeconds: metric, pipelineDimension } = cloudWatchMetrics;
  const query = { namespace, metric, dimensions: { [pipelineDimension]: ownerOf(pipeline) } };
  const call = { action: "cloudwatch:GetMetricData", resource: `${namespace}/${metric} of ${ownerOf(pipeline)}`, region: aws.region };
  return during(call, async () => {
    const [sums, counts] = await Promise.all([
      metrics.read(aws, { ...query, stat: "Sum" }),
      metrics.read(aws, { ...query, stat: "SampleCount" }),
    ]);
    return weightedMean(sums, counts);
  });
}

function readOldestMessage({ spec }: ScaledPipeline, aws: AwsClients, metrics: MetricReader): Promise<Reading<number> | null> {
  const name = queueName(spec.queue.url);
  const metric = "ApproximateAgeOfOldestMessage";
  const call = { action: "cloudwatch:GetMetricData", resource: `${metric} of ${name}`, region: aws.region };
  return during(call, async () =>
    newestPoint(await metrics.read(aws, { namespace: "AWS/SQS", metric, dimensions: { QueueName: name }, stat: "Maximum" })),
  );
}
