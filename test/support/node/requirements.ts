import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./command.ts";

/** Debian packages by the program that shows that they are there. */
const packages: Readonly<Record<string, string>> = {
  "/usr/sbin/dockerd": "docker.io",
  "/usr/bin/containerd": "containerd",
  "/usr/sbin/runc": "runc",
  "/usr/lib/cni/bridge": "containernetworking-plugins",
  "/usr/sbin/iptables": "iptables",
  "/usr/sbin/ipset": "ipset",
  "/usr/sbin/debootstrap": "debootstrap",
  "/usr/bin/tini": "tini",
  "/usr/sbin/conntrack": "conntrack",
  "/usr/sbin/ip": "iproute2",
};

/** Why this machine cannot build images and run a node; undefined where it can. */
export function whyNoNode(): string | undefined {
  if (process.platform !== "linux" || !existsSync("/etc/debian_version")) return "images and a real node need Debian";
  if (process.getuid?.() !== 0) return "images and a real node need root, for namespaces, mounts and cgroups";
  if (spawnSync("go", ["version"]).status !== 0) return "a real node needs Go on PATH, to build Kubernetes from its modules";
  if (!canContain()) return "images and a real node need namespaces and overlay mounts, which this root may not make";
  return undefined;
}

/** Root of a container without privileges is root in name only. */
function canContain(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "mediashare-overlay-"));
  const mounts = [
    `mount -t tmpfs none ${folder}`,
    `mkdir ${["lower", "upper", "work", "all"].map((name) => `${folder}/${name}`).join(" ")}`,
    `mount -t overlay overlay -o lowerdir=${folder}/lower,upperdir=${folder}/upper,workdir=${folder}/work ${folder}/all`,
  ];
  const { status } = spawnSync("unshare", ["--mount", "--net", "--pid", "--fork", "sh", "-c", mounts.join(" && ")]);
  rmdirSync(folder);
  return status === 0;
}

/** Installs what the node needs of Debian, where it is missing; their services are not started. */
export async function installPackages(): Promise<void> {
  const missing = Object.entries(packages).flatMap(([program, name]) => (existsSync(program) ? [] : [name]));
  if (missing.length === 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await runCommand("apt-get", ["update", "-qq"], { env });
  await runCommand("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { env });
}
