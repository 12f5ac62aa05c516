import type { FleetLoad, Reading } from "@mediashare/policy";
import type { AwsClients } from "../aws/clients.ts";
import { during } from "../aws/failed-call.ts";
import { fleetSelector } from "./children.ts";
import type { Kube } from "./kube.ts";
import { asking, KubeCallError } from "./kube-call.ts";
import { isReady, type PodMetricsObject, type PodObject } from "./kube-objects.ts";
import type { MetricReader } from "./metric-reader.ts";
import { newestPoint } from "./metric-series.ts";
import type { ScaledPipeline } from "./pipeline.ts";
import { planCpuLoad } from "./plan-cpu-load.ts";
import { ReadingError } from "./reading-fault.ts";

/** CPU that a fleet uses, in percent of what it asks for: by the metrics API as the HPA has it, else by Container Insights. */
export async function readCpuLoad(
  pipeline: ScaledPipeline,
  fleet: string,
  pods: readonly PodObject[],
  aws: AwsClients,
  { kube, metrics }: { kube: Kube; metrics: MetricReader },
): Promise<Reading<FleetLoad> | null> {
  const { namespace } = pipeline.metadata;
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  const query = { labelSelector: fleetSelector(pipeline, fleet) };
  try {
    const usage = await asking(`list pods.metrics.k8s.io in ${namespace}`, () => kube.list<PodMetricsObject>(path, query));
    const load = planCpuLoad(pods, usage);
    if (load !== "noRequests") return load;
  } catch (error) {
    if (!(error instanceof KubeCallError && isMissing(error))) throw error;
    return readContainerInsights(pipeline, fleet, pods.filter(isReady).length, aws, metrics);
  }
  throw new ReadingError(
    "CpuRequestMissing",
    `The ${fleet} fleet follows its CPU utilization, but asks for none: set spec.${fleet}.resources.requests.cpu.`,
  );
}

/** No metrics-server: its API is unknown (404), or registered with nobody behind it (503). */
function isMissing({ status }: KubeCallError): boolean {
  return status === 404 || status === 503;
}

/**
 * Both are percent of the node's CPU, so their ratio is the share of the request that is used.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html (PodName is the workload's name)
 */
async function readContainerInsights(
  pipeline: ScaledPipeline,
  fleet: string,
  targets: number,
  aws: AwsClients,
  metrics: MetricReader,
): Promise<Reading<FleetLoad> | null> {
  const { name, namespace } = pipeline.metadata;
  const cluster = pipeline.spec.worker?.nodeGroups?.[0]?.cluster;
  if (cluster === undefined) {
    throw new ReadingError(
      "MetricsApiMissing",
      `The CPU of the ${fleet} fleet cannot be read: install metrics-server (metrics.k8s.io) in the cluster.`,
    );
  }
  const dimensions = { ClusterName: cluster, Namespace: namespace, PodName: `${name}-${fleet}` };
  const call = { action: "cloudwatch:GetMetricData", resource: `Container Insights of ${name}-${fleet} in ${cluster}`, region: aws.region };
  const read = (metric: string) => metrics.read(aws, { namespace: "ContainerInsights", metric, dimensions, stat: "Average" });
  const [used, reserved] = await during(call, () => Promise.all([read("pod_cpu_utilization"), read("pod_cpu_reserved_capacity")]));
  const usedPoint = newestPoint(used);
  const reservedPoint = newestPoint(reserved);
  if (!usedPoint || !reservedPoint || reservedPoint.value <= 0) {
    const message = `The CPU of the ${fleet} fleet cannot be read: install metrics-server (metrics.k8s.io) in the cluster, or turn on Container Insights for ${cluster}.`;
    throw new ReadingError("MetricsApiMissing", message);
  }
  return { value: { perTarget: (100 * usedPoint.value) / reservedPoint.value, targets }, takenAtMs: usedPoint.takenAtMs };
}
