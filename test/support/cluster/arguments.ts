import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the programs of a control plane are told. */
export interface Layout {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly etcdUrl: string;
  readonly peerUrl: string;
  readonly port: number;
  readonly serviceNetwork: string;
  /** Where nodes other than kwok's reach the API server. */
  readonly address: string | undefined;
}

/** Pods on kwok's nodes have addresses of this machine, so that a server of ours can answer for them. */
export const podNetwork = "127.64.0.0/16";

/** The API server signs it itself. */
export function certificateFile(folder: string): string {
  return join(folder, "certificates", "apiserver.crt");
}

export function tokensFile(folder: string): string {
  return join(folder, "tokens.csv");
}

export function signingKeyFile(folder: string): string {
  return join(folder, "service-accounts.key");
}

export function etcdArguments({ folder, etcdUrl, peerUrl }: Layout): string[] {
  return [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    "--log-level=error",
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=${peerUrl}`,
  ];
}

export function apiServerArguments({ folder, etcdUrl, port, serviceNetwork, address }: Layout): string[] {
  // A loopback address is refused as the endpoint of the Service `kubernetes`, which kwok's pods do not need.
  const reached = address
    ? ["--bind-address=0.0.0.0", `--advertise-address=${address}`, "--kubelet-preferred-address-types=InternalIP"]
    : ["--bind-address=127.0.0.1", "--endpoint-reconciler-type=none"];
  return [
    ...reached,
    `--etcd-servers=${etcdUrl}`,
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, "certificates")}`,
    `--token-auth-file=${tokensFile(folder)}`,
    "--authorization-mode=RBAC",
    "--allow-privileged=true",
    `--service-cluster-ip-range=${serviceNetwork}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${signingKeyFile(folder)}`,
    `--service-account-signing-key-file=${signingKeyFile(folder)}`,
    "--max-requests-inflight=2000",
    "--max-mutating-requests-inflight=1000",
  ];
}

export function controllerManagerArguments({ folder, kubeconfig }: Layout): string[] {
  return [
    ...client(kubeconfig),
    `--service-account-private-key-file=${signingKeyFile(folder)}`,
    `--root-ca-file=${certificateFile(folder)}`,
    "--controllers=*,-nodeipam,-cloud-node-lifecycle-controller",
    "--concurrent-deployment-syncs=20",
    "--concurrent-replicaset-syncs=20",
  ];
}

export function schedulerArguments({ kubeconfig }: Layout): string[] {
  return client(kubeconfig);
}

export function kwokArguments({ kubeconfig }: Layout): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    "--manage-all-nodes=true",
    `--cidr=${podNetwork}`,
    "--node-ip=127.0.0.1",
    "--node-lease-duration-seconds=40",
    `--config=${fileURLToPath(new URL("kwok.yaml", import.meta.url))}`,
  ];
}

/** One of each: no election. */
function client(kubeconfig: string): string[] {
  return [`--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0", "--kube-api-qps=500", "--kube-api-burst=1000"];
}
