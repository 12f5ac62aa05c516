import { apiGroup, plural, version } from "@mediashare/api";
import { managedBy } from "@mediashare/cdk8s";
import { ports } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { createActuators } from "./actuators/actuators.ts";
import { AwsRegions } from "./aws/clients.ts";
import { EventRecorder } from "./kube/events.ts";
import { Informer } from "./kube/informer.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import type { KubeObject } from "./kube/kube-object.ts";
import type { ControllerMetrics } from "./metrics.ts";
import { createReadings } from "./readings/observe.ts";
import { WorkerClient } from "./readings/worker-client.ts";
import { Announcer } from "./reconcile/announcer.ts";
import { Children } from "./reconcile/children.ts";
import { Reconciler } from "./reconcile/reconciler.ts";
import { References } from "./reconcile/references.ts";
import { WatchedCluster } from "./watched/watched-cluster.ts";
import { WorkQueue } from "./work-queue.ts";

export interface OperatorOptions {
  readonly kube: KubeClient;
  /** Left out: all namespaces. */
  readonly namespace: string | undefined;
  readonly awsEndpoint: string | undefined;
  readonly concurrency: number;
  readonly dryRun: boolean;
  /** Of this process, in Events. */
  readonly identity: string;
  /** Throws when another replica may work by now. */
  readonly insist: () => void;
  readonly logger: Logger;
  readonly metrics: ControllerMetrics;
}

export interface Operator {
  /** Whether all watches have had their first list. */
  readonly hasSynced: boolean;
  readonly queueDepth: number;
  /** Begins to work: only the leader does. Until then it only watches, so that it is ready when its turn comes. */
  lead(): void;
  stop(): Promise<void>;
}

/** Changes of children come in swarms while a fleet rolls out. */
const childrenPauseMs = 1_000;

export function startOperator(options: OperatorOptions): Operator {
  const { kube, namespace, logger, metrics, dryRun, insist, identity } = options;
  const now = Date.now;
  const aws = new AwsRegions(options.awsEndpoint);
  const workers = new WorkerClient(ports.metrics);
  let isLeading = false;

  const marks = new Map<string, string>();
  const noteChange = (object: KubeObject): void => {
    const key = keyOf(object);
    const mark = pipelines.get(object.metadata.namespace ?? "", object.metadata.name) && markOf(object);
    // A change of the status alone is our own.
    if (mark !== undefined && marks.get(key) === mark) return;
    if (mark === undefined) marks.delete(key);
    else marks.set(key, mark);
    if (isLeading) queue.add(key);
  };
  const within = namespace === undefined ? "" : `/namespaces/${namespace}`;
  const path = `/apis/${apiGroup}/${version}${within}/${plural}`;
  const pipelines: Informer<KubeObject> = new Informer({ kube, path, onChange: noteChange, logger });
  const noteChild = (key: string): void => {
    if (isLeading && marks.has(key)) queue.addAfter(key, childrenPauseMs);
  };
  const children = new Children({ kube, namespace, onChange: noteChild, logger });
  const cluster = new WatchedCluster({ kube, namespace, children, logger, now });

  const events = new EventRecorder({ kube, controller: managedBy, instance: identity, now });
  const reconciler = new Reconciler({
    kube,
    watched: cluster.reads,
    pipelines,
    children,
    references: new References(kube, now),
    readings: createReadings({ kube: cluster.reads, aws, workers, now }),
    actuators: createActuators({ kube: cluster.writes, aws, workers, now }),
    announcer: new Announcer({ events, logger, isSilent: dryRun }),
    metrics,
    logger,
    now,
    insist,
    dryRun,
  });
  const queue = new WorkQueue({
    concurrency: options.concurrency,
    work: (key) => reconciler.reconcile(key),
    onError: (key, error, retryMs) => logger.error({ err: error, pipeline: key, retryMs }, "a reconcile failed; it is tried again"),
  });
  pipelines.start();
  children.start();
  cluster.start();
  return {
    get hasSynced() {
      return pipelines.hasSynced && children.hasSynced;
    },
    get queueDepth() {
      return queue.depth;
    },
    lead: () => {
      isLeading = true;
      for (const pipeline of pipelines.all()) queue.add(keyOf(pipeline));
    },
    stop: async () => {
      isLeading = false;
      await queue.stop();
      await Promise.all([pipelines.stop(), children.stop(), cluster.stop()]);
      await workers.close();
      aws.destroy();
    },
  };
}

/** Tells changes that people make: of the spec, the annotations, the finalizers, or that it is to go. */
function markOf({ metadata }: KubeObject): string {
  const { uid, generation, annotations, deletionTimestamp, finalizers } = metadata;
  return JSON.stringify([uid, generation, annotations, deletionTimestamp, finalizers]);
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
