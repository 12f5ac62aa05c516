import { type EnvName, ports } from "@mediashare/contract";
import { k8s } from "cdk8s-plus-27";
import type { Construct } from "constructs";
import { operatorName } from "../labels.ts";
import { type Manifest, synthesize } from "../manifest.ts";
import { containerSecurity, podSecurity } from "../pod-security.ts";
import { probes } from "../probes.ts";
import { type Resources, toResources } from "../resources.ts";
import { addPriorityClasses } from "./priority-classes.ts";
import { leaderRules, namespaceRules, nodeRules } from "./rules.ts";

export interface OperatorOptions {
  readonly namespace: string;
  readonly image: string;
  /** Left out: the pipelines of all namespaces. */
  readonly watchNamespace?: string;
  /** One works, the others stand by. Default 2. */
  readonly replicas?: number;
  /** Such as eks.amazonaws.com/role-arn for IRSA; EKS Pod Identity needs none. */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Partial<Record<EnvName, string>>>;
  readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** Names of Secrets with the credentials of a private registry. */
  readonly pullSecrets?: readonly string[];
  readonly resources?: Resources;
  /** Default `system-cluster-critical`, so that the operator does not wait for the nodes that it shall ask for; empty: the cluster's own default. */
  readonly priorityClassName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly k8s.Toleration[];
}

/** Of options that are left out. */
export const operatorDefaults = {
  replicas: 2,
  priorityClassName: "system-cluster-critical",
  resources: { requests: { cpu: "100m", memory: "192Mi" }, limits: { memory: "512Mi" } },
} as const;

const selector = { "app.kubernetes.io/name": operatorName };
const labels = { ...selector, "app.kubernetes.io/part-of": "mediashare" };

/** The operator: its identity, the least rights that do, two replicas of which one leads, and priorities that pipelines may name. */
export function renderOperator(options: OperatorOptions): Manifest[] {
  const { namespace, serviceAccountAnnotations: annotations, replicas = operatorDefaults.replicas } = options;
  const metadata = { name: operatorName, namespace, labels };
  return synthesize({ labels }, (chart) => {
    new k8s.KubeServiceAccount(chart, "service-account", {
      metadata: { ...metadata, ...(annotations && { annotations: { ...annotations } }) },
    });
    addRights(chart, options);
    new k8s.KubeDeployment(chart, "deployment", {
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: selector },
        template: { metadata: { labels }, spec: podSpec(options) },
      },
    });
    new k8s.KubeService(chart, "metrics", {
      metadata: { ...metadata, name: `${operatorName}-metrics` },
      spec: { selector, ports: [{ name: "http", port: ports.metrics, targetPort: k8s.IntOrString.fromString("http") }] },
    });
    new k8s.KubePodDisruptionBudget(chart, "pod-disruption-budget", {
      metadata,
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        selector: { matchLabels: selector },
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    });
    addPriorityClasses(chart, labels);
  });
}

function addRights(chart: Construct, { namespace, watchNamespace }: OperatorOptions): void {
  const subjects = [{ kind: "ServiceAccount", name: operatorName, namespace }];
  const apiGroup = "rbac.authorization.k8s.io";
  const grant = (id: string, name: string, rules: k8s.PolicyRule[], where?: string): void => {
    const metadata = { name, labels, ...(where !== undefined && { namespace: where }) };
    const roleRef = { apiGroup, kind: where === undefined ? "ClusterRole" : "Role", name };
    if (where === undefined) {
      new k8s.KubeClusterRole(chart, id, { metadata, rules });
      new k8s.KubeClusterRoleBinding(chart, `${id}-binding`, { metadata, roleRef, subjects });
    } else {
      new k8s.KubeRole(chart, id, { metadata, rules });
      new k8s.KubeRoleBinding(chart, `${id}-binding`, { metadata, roleRef, subjects });
    }
  };
  grant("pipelines", `${operatorName}-pipelines`, namespaceRules, watchNamespace);
  grant("nodes", `${operatorName}-nodes`, nodeRules);
  grant("leader", `${operatorName}-leader`, leaderRules, namespace);
}

function podSpec(options: OperatorOptions): k8s.PodSpec {
  const { pullSecrets, nodeSelector, tolerations, priorityClassName = operatorDefaults.priorityClassName } = options;
  return {
    serviceAccountName: operatorName,
    enableServiceLinks: false,
    ...(priorityClassName !== "" && { priorityClassName }),
    terminationGracePeriodSeconds: 30,
    securityContext: podSecurity,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: selector } },
    ],
    ...(nodeSelector && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations && { tolerations: [...tolerations] }),
    ...(pullSecrets && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    containers: [container(options)],
  };
}

function container({
  image,
  pullPolicy,
  watchNamespace,
  env = {},
  resources = operatorDefaults.resources,
}: OperatorOptions): k8s.Container {
  const variables: Partial<Record<EnvName, string>> = {
    MEDIASHARE_PORT: String(ports.metrics),
    ...(watchNamespace !== undefined && { MEDIASHARE_WATCH_NAMESPACE: watchNamespace }),
    ...env,
  };
  return {
    name: "operator",
    image,
    ...(pullPolicy && { imagePullPolicy: pullPolicy }),
    ports: [{ name: "http", containerPort: ports.metrics }],
    env: [
      ...Object.entries(variables).map(([name, value]) => ({ name, value })),
      { name: "MEDIASHARE_OPERATOR_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    ],
    resources: toResources(resources),
    securityContext: containerSecurity,
    ...probes,
  };
}
