import { createSqsClient, SqsTaskQueue } from "@mediashare/core";
import { startFauxqs } from "fauxqs";
import { v7 as newId } from "uuid";

/** A real SQS server in this process. */
export interface TestSqs {
  readonly endpoint: string;
  /** A task queue and its dead-letter queue, new and empty. */
  createQueues(options?: { visibilitySeconds?: number; maxReceiveCount?: number }): Promise<{ url: string; deadLetterUrl: string }>;
  /** The product's own client of a queue here, or, for faults, of one at another endpoint. */
  open(queueUrl: string, endpoint?: string): SqsTaskQueue;
  stop(): Promise<void>;
}

/** The server checks no signature, but the SDK wants credentials to sign with. */
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

export async function startSqs(): Promise<TestSqs> {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const urlOf = (name: string): string => `${endpoint}/000000000000/${name}`;
  return {
    endpoint,
    createQueues: async ({ visibilitySeconds = 30, maxReceiveCount = 200 } = {}) => {
      const name = `tasks-${newId()}`;
      const deadLetters = server.createQueue(`${name}-dead`);
      server.createQueue(name, {
        attributes: {
          VisibilityTimeout: String(visibilitySeconds),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount }),
        },
      });
      return { url: urlOf(name), deadLetterUrl: urlOf(`${name}-dead`) };
    },
    open: (queueUrl, at = endpoint) => new SqsTaskQueue(createSqsClient({ region: "us-east-1", endpoint: at, credentials }), queueUrl),
    stop: () => server.stop(),
  };
}
