import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { createS3Client, type S3ClientOptions } from "@mediashare/core";

const version = "v1.8.0";
const startTimeoutMs = 15_000;

export interface Versitygw {
  readonly options: S3ClientOptions;
  readonly client: S3Client;
  createBucket(bucket: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real S3 server over a folder of its own, or the reason why there is none. Its command is built from source once and
 * kept in ~/.cache/mediashare; MEDIASHARE_TEST_VERSITYGW names one that is there already.
 */
export async function startVersitygw(): Promise<Versitygw | { skipped: string }> {
  const command = await findCommand();
  if (typeof command !== "string") return command;
  const folder = await mkdtemp(join(tmpdir(), "mediashare-versitygw-"));
  await mkdir(join(folder, "objects"));
  await mkdir(join(folder, "sidecar"));
  const port = await freePort();
  const credentials = { accessKeyId: "test", secretAccessKey: "test-secret" };
  const args = ["--port", `127.0.0.1:${port}`, "--access", credentials.accessKeyId, "--secret", credentials.secretAccessKey];
  const child = spawn(
    command,
    [...args, "--quiet", "--keep-alive", "posix", "--sidecar", join(folder, "sidecar"), join(folder, "objects")],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const options = { region: "us-east-1", endpoint: `http://127.0.0.1:${port}`, pathStyle: true, credentials };
  const client = createS3Client(options);
  const exited = once(child, "exit");
  const stop = async () => {
    client.destroy();
    child.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilListening(options.endpoint, exited);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    options,
    client,
    stop,
    createBucket: async (bucket) => {
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
    },
  };
}

async function findCommand(): Promise<string | { skipped: string }> {
  const given = process.env.MEDIASHARE_TEST_VERSITYGW;
  if (given) return given;
  const folder = join(homedir(), ".cache", "mediashare", `versitygw-${version}`);
  const command = join(folder, "versitygw");
  if (await canRun(command)) return command;
  if (!(await canRun("go", ["version"]))) {
    return { skipped: "no S3 server: Go is not on PATH to build versitygw, and MEDIASHARE_TEST_VERSITYGW is not set" };
  }
  const building = `${folder}.${process.pid}`;
  await promisify(execFile)("go", ["install", `github.com/versity/versitygw/cmd/versitygw@${version}`], {
    env: { ...process.env, GOBIN: building },
  });
  await mkdir(folder, { recursive: true });
  await rename(join(building, "versitygw"), command);
  await rm(building, { recursive: true });
  return command;
}

async function canRun(command: string, args?: string[]): Promise<boolean> {
  const attempt = args ? promisify(execFile)(command, args) : access(command);
  return attempt.then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}

async function untilListening(endpoint: string, exited: Promise<unknown[]>): Promise<void> {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  for (const deadlineMs = Date.now() + startTimeoutMs; ; await pause(50)) {
    if (hasExited) throw new Error("versitygw ended instead of serving; its reason is above");
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (Date.now() > deadlineMs) throw new Error(`versitygw does not answer at ${endpoint} after ${startTimeoutMs} ms`);
  }
}
