import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { goTool } from "../go-tool.ts";
import { buildKubernetes } from "../node/kube-programs.ts";

export interface ControlPlanePrograms {
  readonly etcd: string;
  readonly apiserver: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  /** Plays the nodes: https://kwok.sigs.k8s.io */
  readonly kwok: string;
}

/** Why there can be no control plane on this machine; undefined where there can. */
export function whyNoControlPlane(): string | undefined {
  if (process.platform !== "linux") return "a control plane with kwok's nodes needs Linux, where all of 127.0.0.0/8 is this machine";
  if (spawnSync("go", ["version"]).status === 0) return undefined;
  return "a control plane needs Go on PATH, to build Kubernetes from its modules";
}

/** Built from source, once for this machine, which takes minutes. etcd and kube-apiserver of KUBEBUILDER_ASSETS are taken where there are some. */
export async function buildControlPlane(): Promise<ControlPlanePrograms> {
  const built = await buildKubernetes("control-plane", [
    ...["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((name) => `k8s.io/kubernetes/cmd/${name}`),
    "go.etcd.io/etcd/server/v3",
  ]);
  const kwok = await goTool({ name: "kwok", module: "sigs.k8s.io/kwok/cmd/kwok", version: "v0.8.0" });
  return {
    etcd: asset("etcd") ?? join(built, "server"),
    apiserver: asset("kube-apiserver") ?? join(built, "kube-apiserver"),
    controllerManager: join(built, "kube-controller-manager"),
    scheduler: join(built, "kube-scheduler"),
    kwok: kwok as string,
  };
}

function asset(name: string): string | undefined {
  const folder = process.env.KUBEBUILDER_ASSETS;
  const file = folder && join(folder, name);
  return file && existsSync(file) ? file : undefined;
}
