import { once } from "node:events";
import type { ReceivedMessage, TaskQueue } from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { startConsumer } from "@mediashare/worker";
import { expect } from "chai";
import { waitFor } from "../../support/wait-for.ts";

describe("a worker that ends", () => {
  for (const concurrency of [1, 2]) {
    it(`tells the task that it runs to let go, of ${concurrency} that it may run`, async () => {
      const messages: ReceivedMessage[] = [{ messageId: "1", body: "", receiptHandle: "", receiveCount: 1 }];
      const receive = async ({ signal }: { signal: AbortSignal }): Promise<ReceivedMessage[]> => {
        if (messages.length === 0) await once(signal, "abort").then(() => signal.throwIfAborted());
        return messages.splice(0);
      };
      let hasLetGo = false;
      const consumer = startConsumer({
        queue: { receive } as unknown as TaskQueue,
        concurrency,
        visibilityMs: 1_000,
        // A task that would take for ever.
        handle: async (_message, signal) => {
          await once(signal, "abort");
          hasLetGo = true;
        },
        logger: createLogger({ service: "test", level: "silent" }),
        finishWindowMs: 10,
      });
      await waitFor("the task", () => consumer.busy === 1);
      await consumer.stop();
      expect(hasLetGo).to.equal(true);
    }).timeout(2_000);
  }
});
