import { Server } from "node:net";
import { createSqsClient, SqsTaskQueue } from "@mediashare/core";
import { startFauxqs } from "fauxqs";
import { exitWithParent } from "./exit-with-parent.ts";
import { giveBackUnheard } from "./give-back-unheard.ts";
import { embeddedCredentials, queueNames, queueUrl } from "./queue-urls.ts";

/** Queues of `npm start`, served by a process of its own: arguments are the data folder and the port. */
const [dataDir, port] = process.argv.slice(2);
if (!dataDir || !port) throw new Error("usage: queue-server DATA_DIR PORT");

/** A task whose message comes back this often harms whoever takes it. */
const maxReceiveCount = 200;

adaptServer();
const server = await startFauxqs({ port: Number(port), dataDir, logger: false });
createQueues();
const tasks = new SqsTaskQueue(
  createSqsClient({ region: "us-east-1", endpoint: `http://127.0.0.1:${port}`, credentials: embeddedCredentials }),
  queueUrl(Number(port), queueNames.tasks),
);
exitWithParent(() => server.stop());
process.send?.("ready");

/** Once: creating a queue that is there would empty it. */
function createQueues(): void {
  if (server.inspectQueue(queueNames.tasks)) return;
  const deadLetters = server.createQueue(queueNames.deadLetters, { attributes: { MessageRetentionPeriod: "1209600" } });
  server.createQueue(queueNames.tasks, {
    attributes: {
      VisibilityTimeout: "60",
      MessageRetentionPeriod: "1209600",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount }),
    },
  });
}

/**
 * fauxqs listens on every interface and has no setting for it: that would offer a laptop's queues to its whole network.
 * Nor does it show its HTTP server, which is the only one in this process.
 */
function adaptServer(): void {
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function (this: Server, ...[options, ...rest]: unknown[]) {
    giveBackUnheard(this, (receiptHandles) => void showAgain(receiptHandles));
    return listen.call(this, typeof options === "object" ? { ...options, host: "127.0.0.1" } : options, ...rest);
  } as Server["listen"];
}

async function showAgain(receiptHandles: readonly string[]): Promise<void> {
  for (const receiptHandle of receiptHandles) {
    await tasks.changeVisibility(receiptHandle, 0).catch((error: unknown) => {
      // It is seen again when its visibility timeout ends.
      process.stderr.write(`${String(error)}\n`);
    });
  }
}
