import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PeerServer {
  readonly name: string;
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Our own peers print `port N`, tusd the address of its uploads; its other line names port 0. */
const portLine = /port (\d+)\n|127\.0\.0\.1:([1-9]\d*)\//;

/** Starts a server over a folder of its own, which goes with it. */
export async function startPeerServer(name: string, path: string, command: (folder: string) => readonly string[]): Promise<PeerServer> {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-bench-peer-"));
  const [program, ...words] = command(folder);
  const child = spawn(program as string, words, { stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  let seen = "";
  const port = Promise.withResolvers<string>();
  const look = (chunk: Buffer): void => {
    seen += chunk.toString();
    const match = portLine.exec(seen);
    if (match) port.resolve((match[1] ?? match[2]) as string);
  };
  child.stdout.on("data", look);
  child.stderr.on("data", look);
  exited.then(() => port.reject(new Error(`${name} ended at once: ${seen}`)), port.reject);
  try {
    return { name, endpoint: `http://127.0.0.1:${await port.promise}${path}`, pid: child.pid as number, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
