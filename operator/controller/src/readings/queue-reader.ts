import type { QueueCounts, Reading } from "@mediashare/policy";
import type { AwsClients } from "../aws/clients.ts";
import { readQueue } from "../aws/read-queue.ts";
import { type Clock, SharedReadings } from "./shared-readings.ts";

/** Below any tick: a pipeline never gets its own last reading again, only what another has just read. */
const maxAgeMs = 2_000;

/** One GetQueueAttributes for all pipelines on a queue. */
export class QueueReader {
  readonly #shared: SharedReadings<Reading<QueueCounts>>;
  readonly #now: Clock;

  constructor(now: Clock) {
    this.#now = now;
    this.#shared = new SharedReadings({ now, maxAgeMs });
  }

  read(aws: AwsClients, queueUrl: string): Promise<Reading<QueueCounts>> {
    return this.#shared.get(queueUrl, async () => {
      // From before the call: what happens while it runs may not be in it.
      const takenAtMs = this.#now();
      return { value: await readQueue(aws.sqs, queueUrl), takenAtMs };
    });
  }
}

/** The name in a queue's URL, which is CloudWatch's dimension and ends its ARN. */
export function queueName(queueUrl: string): string {
  return queueUrl.split("/").at(-1) ?? queueUrl;
}
