import { type EnvName, ports } from "@mediashare/contract";
import { k8s } from "cdk8s-plus-27";
import type { Construct } from "constructs";
import { operatorName } from "../labels.ts";
import { type Manifest, synthesize } from "../manifest.ts";
import { containerSecurity, podSecurity } from "../pod-security.ts";
import { probes } from "../probes.ts";
import { addPriorityClasses } from "./priority-classes.ts";
import { leaderRules, namespaceRules, nodeRules } from "./rules.ts";

export interface OperatorOptions {
  readonly namespace: string;
  readonly image: string;
  /** Left out: the pipelines of all namespaces. */
  readonly watchNamespace?: string;
  /** Default 2: one works, the other stands by. */
  readonly replicas?: number;
  /** Such as eks.amazonaws.com/role-arn for IRSA; EKS Pod Identity needs none. */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Partial<Record<EnvName, string>>>;
}

const selector = { "app.kubernetes.io/name": operatorName };
const labels = { ...selector, "app.kubernetes.io/part-of": "mediashare" };

/** The operator: its identity, the least rights that do, two replicas of which one leads, and priorities that pipelines may name. */
export function renderOperator(options: OperatorOptions): Manifest[] {
  const { namespace, serviceAccountAnnotations: annotations, replicas = 2 } = options;
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

function podSpec({ image, watchNamespace, env = {} }: OperatorOptions): k8s.PodSpec {
  const variables: Partial<Record<EnvName, string>> = {
    MEDIASHARE_PORT: String(ports.metrics),
    ...(watchNamespace !== undefined && { MEDIASHARE_WATCH_NAMESPACE: watchNamespace }),
    ...env,
  };
  return {
    serviceAccountName: operatorName,
    enableServiceLinks: false,
    priorityClassName: "system-cluster-critical",
    terminationGracePeriodSeconds: 30,
    securityContext: podSecurity,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: selector } },
    ],
    containers: [
      {
        name: "operator",
        image,
        ports: [{ name: "http", containerPort: ports.metrics }],
        env: [
          ...Object.entries(variables).map(([name, value]) => ({ name, value })),
          { name: "MEDIASHARE_OPERATOR_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
        ],
        resources: {
          requests: { cpu: k8s.Quantity.fromString("100m"), memory: k8s.Quantity.fromString("192Mi") },
          limits: { memory: k8s.Quantity.fromString("512Mi") },
        },
        securityContext: containerSecurity,
        ...probes,
      },
    ],
  };
}
