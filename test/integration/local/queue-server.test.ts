import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSqsClient, SqsTaskQueue } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import { v7 as newId } from "uuid";

const script = fileURLToPath(new URL("../../../services/local/src/embedded/queue-server.ts", import.meta.url));

describe("the embedded queue server", function () {
  this.timeout(60_000);
  let folder: string;
  let port: number;
  let server: ChildProcess;
  let queue: SqsTaskQueue;

  const start = async (): Promise<void> => {
    server = fork(script, [folder, String(port)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    await once(server, "message");
  };
  const kill = async (): Promise<void> => {
    server.kill("SIGKILL");
    await once(server, "exit");
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-queue-"));
    port = await findFreePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const client = createSqsClient({ region: "us-east-1", endpoint, credentials: { accessKeyId: "x", secretAccessKey: "x" } });
    queue = new SqsTaskQueue(client, `${endpoint}/000000000000/mediashare-tasks`);
    await start();
  });
  afterEach(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });

  const send = async (): Promise<string> => {
    const taskId = newId();
    await queue.send([{ body: { v: 1, taskId }, groupId: "owner" }]);
    return taskId;
  };
  const receive = async (waitSeconds: number): Promise<string[]> =>
    (await queue.receive({ max: 10, waitSeconds })).map(({ body }) => (JSON.parse(body) as { taskId: string }).taskId);

  it("gives nothing to consumers that have hung up", async () => {
    const gone = [1, 2, 3].map(() => new AbortController());
    const polls = gone.map(({ signal }) => queue.receive({ max: 1, waitSeconds: 20, signal }).catch((error: Error) => error.name));
    await sleep(1_000);
    for (const consumer of gone) consumer.abort();
    expect(await Promise.all(polls)).to.deep.equal(["AbortError", "AbortError", "AbortError"]);
    const sent = await send();
    // The first poll may be woken with nothing for it.
    const received = [...(await receive(5)), ...(await receive(2))];
    expect(received).to.deep.equal([sent]);
  });

  it("keeps its messages when it is killed", async () => {
    const sent = await send();
    await kill();
    await start();
    expect(await receive(5)).to.deep.equal([sent]);
  });

  it("shows a message again that is given back", async () => {
    const sent = await send();
    const [first] = await queue.receive({ max: 1, waitSeconds: 1 });
    await queue.changeVisibility(first?.receiptHandle as string, 0);
    expect(await receive(5)).to.deep.equal([sent]);
  });

  it("hides a message for as long as its consumer asks", async () => {
    const sent = await send();
    const [first] = await queue.receive({ max: 1, waitSeconds: 1, visibilityMs: 1_000 });
    expect(first?.receiveCount).to.equal(1);
    expect(await receive(0)).to.deep.equal([]);
    expect(await receive(5)).to.deep.equal([sent]);
  });

  it("cannot be reached from other machines", async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).to.equal(200);
    if (!outside) return;
    const refused = await fetch(`http://${outside.address}:${port}/health`).catch((error: { cause: { code: string } }) => error.cause.code);
    expect(refused).to.equal("ECONNREFUSED");
  });
});
