import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import { k8s } from "cdk8s-plus-27";
import { Construct } from "constructs";
import { childName, labelsOf, scalingAnnotation, selectorOf } from "../labels.ts";
import { containerSecurity, podSecurity } from "../pod-security.ts";
import { probes } from "../probes.ts";
import { toResources } from "../resources.ts";
import { fleetPorts, type PipelineOf, renderEnvironment, scalingReport, scratchPath } from "./environment.ts";
import { imageOf, pullSecretsOf } from "./images.ts";
import { placementOf } from "./placement.ts";

/**
 * Seconds from the pod's end being announced to SIGKILL. All fit Spot's two-minute notice. Load balancers go on sending for a
 * while (`drainSeconds`, before SIGTERM), and the rest is the process's own.
 */
export const endings: Readonly<Record<Fleet, { readonly graceSeconds: number; readonly drainSeconds: number }>> = {
  upload: { graceSeconds: 90, drainSeconds: 15 },
  web: { graceSeconds: 60, drainSeconds: 15 },
  worker: { graceSeconds: 60, drainSeconds: 0 },
};
type Folder = k8s.Volume & { readonly mountPath: string };

/** Where a fleet's process may write. A worker's decoders have their sockets in /tmp: their paths must be short. */
const writableOf = (fleet: Fleet): Folder[] => [
  ...(fleet === "worker" ? [{ name: "scratch", mountPath: scratchPath, emptyDir: {} }] : []),
  { name: "tmp", mountPath: "/tmp", emptyDir: {} },
];
/**
 * What the operator writes on the pod, as a file that follows it: it may patch pods anyway, and the site needs no rights.
 * Empty until there is something to tell. https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
const scalingFolder: Folder = {
  name: "scaling",
  mountPath: scalingReport.folder,
  downwardApi: { items: [{ path: scalingReport.file, fieldRef: { fieldPath: `metadata.annotations['${scalingAnnotation}']` } }] },
};
const foldersOf = (fleet: Fleet, { worker }: MediaPipelineSpec): Folder[] => [
  ...writableOf(fleet),
  ...(fleet === "web" && worker ? [scalingFolder] : []),
];
/** Between the end of the process's own grace and SIGKILL. */
const marginSeconds = 5;

/** ServiceAccount, Deployment, Service and PodDisruptionBudget of one fleet. */
export class FleetConstruct extends Construct {
  constructor(scope: Construct, pipeline: PipelineOf, fleet: Fleet) {
    super(scope, fleet);
    const { name, spec } = pipeline;
    const metadata = { name: childName(name, fleet), labels: labelsOf(name, fleet) };
    const { serviceAccount } = spec[fleet] ?? {};
    if (serviceAccount?.name === undefined) {
      const { annotations } = serviceAccount ?? {};
      new k8s.KubeServiceAccount(this, "service-account", {
        metadata: { ...metadata, ...(annotations && { annotations }) },
        automountServiceAccountToken: false,
      });
    }
    new k8s.KubeDeployment(this, "deployment", { metadata, spec: deploymentSpec(pipeline, fleet) });
    // The operator reads each worker by itself, and workers let go of their tasks when they are asked to end: a budget would only
    // hold a Spot node's drain up until its two minutes are over.
    if (fleet === "worker") return;
    new k8s.KubeService(this, "service", {
      metadata,
      spec: {
        selector: selectorOf(name, fleet),
        ports: [{ name: "http", port: 80, targetPort: k8s.IntOrString.fromString("http") }],
      },
    });
    new k8s.KubePodDisruptionBudget(this, "pod-disruption-budget", {
      metadata,
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selectorOf(name, fleet) },
      },
    });
  }
}

/** Without `replicas`: whoever scales the fleet writes them. */
function deploymentSpec(pipeline: PipelineOf, fleet: Fleet): k8s.DeploymentSpec {
  const { name, spec } = pipeline;
  const { graceSeconds } = endings[fleet];
  const { priorityClassName } = spec[fleet] ?? {};
  return {
    selector: { matchLabels: selectorOf(name, fleet) },
    revisionHistoryLimit: 3,
    strategy: {
      type: "RollingUpdate",
      rollingUpdate: {
        maxSurge: k8s.IntOrString.fromString("25%"),
        maxUnavailable: fleet === "worker" ? k8s.IntOrString.fromString("25%") : k8s.IntOrString.fromNumber(0),
      },
    },
    template: {
      metadata: { labels: labelsOf(name, fleet) },
      spec: {
        serviceAccountName: spec[fleet]?.serviceAccount?.name ?? childName(name, fleet),
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: graceSeconds,
        securityContext: podSecurity,
        ...(priorityClassName !== undefined && { priorityClassName }),
        ...placementOf(name, fleet, spec),
        ...pullSecretsOf(spec),
        containers: [container(pipeline, fleet)],
        volumes: foldersOf(fleet, spec).map(({ mountPath: _mountPath, ...volume }) => volume),
      },
    },
  };
}

function container(pipeline: PipelineOf, fleet: Fleet): k8s.Container {
  const { spec } = pipeline;
  const { graceSeconds, drainSeconds } = endings[fleet];
  return {
    name: fleet,
    ...imageOf(spec, fleet),
    ports: [{ name: "http", containerPort: fleetPorts[fleet] }],
    env: renderEnvironment(pipeline, fleet, graceSeconds - drainSeconds - marginSeconds),
    resources: toResources(spec[fleet]?.resources),
    securityContext: containerSecurity,
    ...probes,
    ...(drainSeconds > 0 && { lifecycle: { preStop: { exec: { command: ["sleep", String(drainSeconds)] } } } }),
    volumeMounts: foldersOf(fleet, spec).map(({ name, mountPath }) => ({ name, mountPath })),
  };
}
