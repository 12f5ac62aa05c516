import { readFile } from "node:fs/promises";
import { waitFor } from "../wait-for.ts";
import { runCommand } from "./command.ts";
import { Daemon, type DaemonOptions } from "./daemon.ts";

/** What a node has for itself: processes, mounts, network. All of it ends with the process that holds it. */
export interface NodeNamespace {
  run(program: string, args: readonly string[]): Promise<string>;
  start(program: string, args: readonly string[], options: DaemonOptions): Daemon;
  stop(): Promise<void>;
}

export interface Link {
  readonly hostAddress: string;
  readonly nodeAddress: string;
  /** What this machine reaches through the node: pods and services. */
  readonly networks: readonly string[];
}

const hostInterface = "mediashare0";

/** Namespaces with nothing in them but an init that reaps, and a cable to this machine. `lockFile`: there is one at a time. */
export async function createNamespace(link: Link, options: DaemonOptions & { readonly lockFile: string }): Promise<NodeNamespace> {
  const unshare = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const holder = new Daemon(
    "flock",
    ["--close", options.lockFile, "setpriv", "--pdeathsig", "KILL", ...unshare, "tini", "sleep", "infinity"],
    options,
  );
  const stop = async (): Promise<void> => {
    await holder.stop("SIGKILL");
    // The kernel takes a network namespace down after its last process.
    await waitFor("the node's network to go", async () => !(await hasInterface()));
  };
  try {
    let pid: number | undefined;
    const held = async (): Promise<boolean> => {
      await holder.assertRunning();
      pid = await findInit(holder.pid);
      return pid !== undefined;
    };
    await waitFor("the node's namespaces; another run may hold them", held, { timeoutMs: 900_000 });
    const enter = [`--target=${pid}`, "--mount", "--net", "--pid", "--"];
    const run = (program: string, args: readonly string[]): Promise<string> => runCommand("nsenter", [...enter, program, ...args]);
    await connect(link, Number(pid), run);
    return {
      run,
      stop,
      // nsenter does not pass signals on: what it started dies with it.
      start: (program, args, daemon) => new Daemon("nsenter", [...enter, "setpriv", "--pdeathsig", "KILL", program, ...args], daemon),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function connect(
  { hostAddress, nodeAddress, networks }: Link,
  pid: number,
  run: (program: string, args: readonly string[]) => Promise<string>,
): Promise<void> {
  await runCommand("ip", ["link", "add", hostInterface, "type", "veth", "peer", "name", "eth0", "netns", String(pid)]);
  await runCommand("ip", ["address", "add", `${hostAddress}/30`, "dev", hostInterface]);
  await runCommand("ip", ["link", "set", hostInterface, "up"]);
  for (const network of networks) await runCommand("ip", ["route", "add", network, "via", nodeAddress]);
  await run("ip", ["link", "set", "lo", "up"]);
  await run("ip", ["address", "add", `${nodeAddress}/30`, "dev", "eth0"]);
  await run("ip", ["link", "set", "eth0", "up"]);
  await run("ip", ["route", "add", "default", "via", hostAddress]);
  await run("sysctl", ["-q", "-w", "net.ipv4.ip_forward=1"]);
}

/** The first process of the namespaces, found below flock and unshare. */
async function findInit(ancestor: number): Promise<number | undefined> {
  for (const child of await childrenOf(ancestor)) {
    if ((await readFile(`/proc/${child}/comm`, "utf8").catch(() => "")).trim() === "tini") return child;
    const found = await findInit(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function childrenOf(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return listed
    .split(" ")
    .map(Number)
    .filter((child) => child > 0);
}

function hasInterface(): Promise<boolean> {
  return runCommand("ip", ["link", "show", hostInterface]).then(
    () => true,
    () => false,
  );
}
