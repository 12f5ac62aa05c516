import { setTimeout as sleep } from "node:timers/promises";
import type { TaskQueue } from "@mediashare/core";
import { type AdoptDeps, adoptObject } from "./adopt-object.ts";
import { parseCreatedKeys } from "./s3-event.ts";

const pollSeconds = 20;
const retryMs = 5_000;

/** Takes S3 event notifications from their queue, and adopts the files that they tell of, until it is stopped. */
export function startIntake(deps: AdoptDeps & { readonly queue: TaskQueue }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        for (const message of await deps.queue.receive({ max: 10, waitSeconds: pollSeconds, signal })) {
          const keys = parseCreatedKeys(message.body);
          if (!keys) deps.logger.error({ messageId: message.messageId }, "not an S3 event notification; it is dropped");
          for (const key of keys ?? []) await adoptObject(deps, key);
          await deps.queue.delete([message.receiptHandle]);
        }
      } catch (error) {
        if (signal.aborted) return;
        deps.logger.warn({ err: error }, "cannot take in files from the bucket; their messages come again");
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
