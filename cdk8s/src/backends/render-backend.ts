import { childName, selectorOf } from "../labels.ts";
import type { Manifest } from "../manifest.ts";
import { containerSecurity, podSecurity } from "../pod-security.ts";
import { type Backend, type BackendsOptions, backendPorts } from "./backends-options.ts";

export interface BackendContainer {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly unknown[];
  /** Of the image; left out: that of our own. */
  readonly userId?: number;
  /** Asked by HTTP; left out: that the port takes connections. */
  readonly readyPath?: string;
  readonly memory: string;
  /** Where the data lies. */
  readonly dataPath?: string;
  readonly volumes?: readonly { readonly volume: Readonly<Record<string, unknown>>; readonly mountPath: string }[];
  /** Runs before, in the same image, with the same volumes. */
  readonly prepare?: readonly string[];
}

export function metadataOf({ name, namespace }: Pick<BackendsOptions, "name" | "namespace">, objectName: string, component: string) {
  return {
    name: objectName,
    namespace,
    labels: { ...selectorOf(name, component), "app.kubernetes.io/managed-by": "mediashare-development" },
  };
}

/** A Deployment of one pod, its Service, and its volume. */
export function renderBackend(options: BackendsOptions, backend: Backend, container: BackendContainer): Manifest[] {
  const metadata = metadataOf(options, childName(options.name, backend), backend);
  const port = backendPorts[backend];
  return [
    ...renderClaim(options, metadata, container),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: selectorOf(options.name, backend), ports: [{ name: backend, port, targetPort: port }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        // Two of them on one volume would spoil it.
        strategy: { type: "Recreate" },
        selector: { matchLabels: selectorOf(options.name, backend) },
        template: { metadata: { labels: metadata.labels }, spec: renderPod(options, metadata.name, port, container) },
      },
    },
  ];
}

function renderClaim(options: BackendsOptions, metadata: Manifest["metadata"], { dataPath }: BackendContainer): Manifest[] {
  const { volumes } = options;
  if (!dataPath || !volumes) return [];
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata,
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: volumes.size } },
        ...(volumes.storageClassName ? { storageClassName: volumes.storageClassName } : {}),
      },
    },
  ];
}

function renderPod(options: BackendsOptions, claimName: string, port: number, container: BackendContainer): unknown {
  const { image, args, env, userId, readyPath, memory, dataPath, volumes = [], prepare } = container;
  const data = options.volumes ? { persistentVolumeClaim: { claimName } } : { emptyDir: {} };
  const all = [...(dataPath ? [{ volume: data, mountPath: dataPath }] : []), { volume: { emptyDir: {} }, mountPath: "/tmp" }, ...volumes];
  const common = {
    image,
    imagePullPolicy: options.pullPolicy ?? "IfNotPresent",
    volumeMounts: all.map(({ mountPath }, index) => ({ name: `volume-${index}`, mountPath })),
    securityContext: containerSecurity,
    resources: { requests: { cpu: "50m", memory }, limits: { memory: "1Gi" } },
  };
  const probe = readyPath ? { httpGet: { path: readyPath, port } } : { tcpSocket: { port } };
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(options.pullSecrets ? { imagePullSecrets: options.pullSecrets.map((name) => ({ name })) } : {}),
    securityContext: { ...podSecurity, ...(userId ? { runAsUser: userId, runAsGroup: userId, fsGroup: userId } : {}) },
    ...(prepare ? { initContainers: [{ name: "prepare", ...common, command: prepare }] } : {}),
    containers: [
      {
        name: "server",
        ...common,
        ...(args ? { args } : {}),
        ...(env ? { env } : {}),
        ports: [{ containerPort: port }],
        readinessProbe: { ...probe, periodSeconds: 2 },
      },
    ],
    volumes: all.map(({ volume }, index) => ({ name: `volume-${index}`, ...volume })),
  };
}
