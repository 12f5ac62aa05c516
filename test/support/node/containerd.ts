import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "../wait-for.ts";
import type { Daemon } from "./daemon.ts";
import type { NodeNamespace } from "./namespace.ts";

export interface ContainerdOptions {
  readonly folder: string;
  /** Of its images, which outlive it. */
  readonly root: string;
  readonly podNetwork: string;
  readonly pauseImage: string;
}

export interface Containerd {
  readonly socket: string;
  /** Takes in what `docker save` wrote. */
  importImages(archive: string): Promise<void>;
  /** Gives an image another name too. */
  tagImage(image: string, name: string): Promise<void>;
}

/** The node's container runtime, with a bridge for the pods. */
export async function startContainerd(
  node: NodeNamespace,
  { folder, root, podNetwork, pauseImage }: ContainerdOptions,
): Promise<Containerd> {
  const socket = join(folder, "containerd.sock");
  const network = join(folder, "cni");
  await mkdir(network);
  await writeFile(join(network, "10-pods.conflist"), JSON.stringify(renderNetwork(podNetwork)));
  const config = join(folder, "containerd.toml");
  await writeFile(config, renderConfig({ root, network, socket, pauseImage }));
  const ctr = (...args: readonly string[]): Promise<string> => node.run("ctr", ["--address", socket, "--namespace", "k8s.io", ...args]);
  const start = async (): Promise<Daemon> => {
    const daemon = node.start("containerd", ["--config", config], { logFile: join(folder, "containerd.log") });
    const answers = async (): Promise<boolean> => {
      await daemon.assertRunning();
      return ctr("version").then(
        () => true,
        () => false,
      );
    };
    await waitFor("containerd", answers, { timeoutMs: 30_000 });
    return daemon;
  };
  const first = await start();
  const leftOver = (await ctr("containers", "list", "--quiet")).split("\n").filter((id) => id !== "");
  if (leftOver.length > 0) {
    // Of the last node on these images, which ended at a stroke. The runtime has taken them up at its start: it starts again without.
    await ctr("containers", "remove", ...leftOver);
    await first.stop("SIGKILL");
    await start();
  }
  return {
    socket,
    importImages: async (archive) => void (await ctr("images", "import", archive)),
    tagImage: async (image, name) => void (await ctr("images", "tag", "--force", qualify(image), qualify(name))),
  };
}

/** As containerd has it: https://github.com/distribution/reference, whose short names are Docker Hub's. */
function qualify(image: string): string {
  return `docker.io/${image.includes("/") ? image : `library/${image}`}`;
}

function renderConfig(parts: { root: string; network: string; socket: string; pauseImage: string }): string {
  // restrict_oom_score_adj: in containers without CAP_SYS_RESOURCE no process may lower its score.
  return `version = 2
root = "${parts.root}"
state = "/run/containerd"
[grpc]
  address = "${parts.socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${parts.pauseImage}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${parts.network}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

function renderNetwork(podNetwork: string): unknown {
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: { type: "host-local", ranges: [[{ subnet: podNetwork }]], routes: [{ dst: "0.0.0.0/0" }] },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}
