import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import { k8s } from "cdk8s-plus-27";
import { Construct } from "constructs";
import { childName, labelsOf, operatorName, selectorOf } from "../labels.ts";
import { fleetPorts, type PipelineOf } from "./environment.ts";
import { migrationComponent } from "./migration.ts";

/** Where EKS Pod Identity's agent hands out credentials: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
const podIdentityAgent: k8s.NetworkPolicyEgressRule = {
  to: ["169.254.170.23/32", "fd00:ec2::23/128"].map((cidr) => ({ ipBlock: { cidr } })),
  ports: [tcp(80)],
};
/** Except instance metadata, which holds the node's own credentials. */
const anywhere: k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } },
  { ipBlock: { cidr: "::/0", except: ["fd00:ec2::254/128"] } },
];
const names: k8s.NetworkPolicyEgressRule = { ports: [{ protocol: "UDP", port: k8s.IntOrString.fromNumber(53) }, tcp(53)] };

/** A fleet is reached on its own port, and reaches names, storage, queue, database and its own identity: nothing else. */
export class NetworkPolicyConstruct extends Construct {
  constructor(scope: Construct, { name, spec }: PipelineOf, fleet: Fleet) {
    super(scope, `${fleet}-network`);
    new k8s.KubeNetworkPolicy(this, "network-policy", {
      metadata: { name: childName(name, fleet), labels: labelsOf(name, fleet) },
      spec: {
        podSelector: { matchLabels: selectorOf(name, fleet) },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ ports: [tcp(fleetPorts[fleet])], ...(fleet === "worker" && { from: scrapers }) }],
        egress: [names, { to: anywhere, ports: servicePorts(spec, fleet).map(tcp) }, podIdentityAgent],
      },
    });
  }
}

/** The migration is reached by nobody, and reaches names and the database. */
export class MigrationNetworkPolicyConstruct extends Construct {
  constructor(scope: Construct, { name, spec }: PipelineOf) {
    super(scope, "migration-network");
    new k8s.KubeNetworkPolicy(this, "network-policy", {
      metadata: { name: childName(name, migrationComponent), labels: labelsOf(name, migrationComponent) },
      spec: {
        podSelector: { matchLabels: selectorOf(name, migrationComponent) },
        policyTypes: ["Ingress", "Egress"],
        egress: [names, { to: anywhere, ports: [tcp(spec.database.port)] }],
      },
    });
  }
}

/** Who may ask a worker what it does: the operator, and Prometheus, in whatever namespace. */
const scrapers: k8s.NetworkPolicyPeer[] = [operatorName, "prometheus"].map((name) => ({
  namespaceSelector: {},
  podSelector: { matchLabels: { "app.kubernetes.io/name": name } },
}));

function servicePorts({ auth, database, mail, storage, queue }: MediaPipelineSpec, fleet: Fleet): number[] {
  const endpoints = [storage.endpoint, queue.endpoint].filter((url) => url !== undefined).map(portOf);
  // Only the site asks who somebody is, and writes to people.
  const ofSite = fleet === "web" ? [...(auth?.oidc ? [portOf(auth.oidc.issuer)] : []), ...(mail ? [mail.port] : [])] : [];
  return [...new Set([443, database.port, ...endpoints, ...ofSite])].sort((a, b) => a - b);
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: "TCP", port: k8s.IntOrString.fromNumber(port) };
}
