import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../wait-for.ts";
import { cacheFolder } from "./cache.ts";
import { runCommand } from "./command.ts";
import { Daemon } from "./daemon.ts";

export interface Build {
  readonly tag: string;
  readonly context: string;
  readonly file?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
}

/** A Docker daemon of our own, without a network or a rule of its own; its images outlive it, so that a second build is quick. */
export interface Docker {
  run(args: readonly string[]): Promise<string>;
  build(build: Build): Promise<void>;
  has(tag: string): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startDocker(): Promise<Docker> {
  const data = await cacheFolder("docker");
  const folder = await mkdtemp(join(tmpdir(), "mediashare-docker-"));
  await mkdir(join(folder, "exec"));
  const socket = `unix://${join(folder, "docker.sock")}`;
  const daemon = new Daemon(
    "flock",
    // Two daemons must not share their data: a second run waits for the first. In namespaces of its own, it leaves neither mounts nor processes.
    [
      ...["--close", join(data, "lock"), "setpriv", "--pdeathsig", "KILL"],
      ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
      ...["dockerd", "--storage-driver=overlay2", "--bridge=none", "--iptables=false", "--ip6tables=false", `--host=${socket}`],
      ...[`--data-root=${join(data, "data")}`, `--exec-root=${join(folder, "exec")}`, `--pidfile=${join(folder, "docker.pid")}`],
    ],
    { logFile: join(folder, "dockerd.log") },
  );
  // Debian has no buildx.
  const env = { DOCKER_HOST: socket, DOCKER_BUILDKIT: "0", DOCKER_CLI_HINTS: "false" };
  const run = (args: readonly string[]): Promise<string> => runCommand("docker", args, { env });
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const answers = async (): Promise<boolean> => {
    await daemon.assertRunning();
    return run(["version"]).then(
      () => true,
      () => false,
    );
  };
  try {
    await waitFor("dockerd; another run may hold its data", answers, { timeoutMs: 900_000 });
    // What no build has used for long, so that the cache does not grow for ever.
    await run(["image", "prune", "--force", "--filter", "until=168h"]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    run,
    stop,
    build: async (build) => void (await run(buildCommand(build))),
    has: (tag) =>
      run(["image", "inspect", tag]).then(
        () => true,
        () => false,
      ),
  };
}

function buildCommand({ tag, context, file, target, args = {} }: Build): string[] {
  const words = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  return [
    "build",
    "--network=host",
    "--tag",
    tag,
    ...(file ? ["--file", file] : []),
    ...(target ? ["--target", target] : []),
    ...words,
    context,
  ];
}
