import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeCgroup } from "./cgroups.ts";
import type { Daemon } from "./daemon.ts";
import type { NodeNamespace } from "./namespace.ts";

export interface KubeletOptions {
  readonly folder: string;
  readonly programs: { readonly kubelet: string; readonly kubeProxy: string };
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly nodeAddress: string;
  readonly podNetwork: string;
  readonly containerdSocket: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The node's agent: runs the pods that the scheduler gives it. */
export async function startKubelet(node: NodeNamespace, options: KubeletOptions): Promise<Daemon> {
  const { folder, programs, kubeconfig, nodeName, nodeAddress, containerdSocket, labels } = options;
  const config = join(folder, "kubelet.json");
  await writeFile(config, JSON.stringify(renderKubeletConfig(nodeAddress, containerdSocket)));
  const args = [
    `--config=${config}`,
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${nodeAddress}`,
    `--node-labels=${Object.entries(labels)
      .map((label) => label.join("="))
      .join(",")}`,
    `--root-dir=${join(folder, "kubelet")}`,
    `--cert-dir=${join(folder, "kubelet-certificates")}`,
  ];
  return node.start(programs.kubelet, args, { logFile: join(folder, "kubelet.log") });
}

/** Makes Services of the pods' addresses. */
export async function startKubeProxy(node: NodeNamespace, options: KubeletOptions): Promise<Daemon> {
  const { folder, programs, kubeconfig, nodeName, podNetwork } = options;
  const config = join(folder, "kube-proxy.json");
  await writeFile(
    config,
    JSON.stringify({
      apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
      kind: "KubeProxyConfiguration",
      mode: "iptables",
      clusterCIDR: podNetwork,
      hostnameOverride: nodeName,
      clientConnection: { kubeconfig },
      // The kernel's limits are this machine's, not the node's.
      conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    }),
  );
  return node.start(programs.kubeProxy, [`--config=${config}`], { logFile: join(folder, "kube-proxy.log") });
}

function renderKubeletConfig(nodeAddress: string, containerdSocket: string): unknown {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${nodeCgroup}`,
    clusterDNS: [nodeAddress],
    clusterDomain: "cluster.local",
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    failSwapOn: false,
    failCgroupV1: false,
    resolvConf: "",
    podLogsDir: "/var/log/pods",
    // The machine's disk may be fuller than a node's would be.
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    nodeStatusUpdateFrequency: "5s",
    nodeLeaseDurationSeconds: 20,
    syncFrequency: "10s",
    serializeImagePulls: false,
    registryPullQPS: 0,
    eventRecordQPS: 0,
    makeIPTablesUtilChains: true,
  };
}
