import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  MessageNotInflight,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import { QueueUnavailableError } from "./errors.ts";
import type { OutgoingMessage, QueueDepth, ReceivedMessage, TaskQueue } from "./task-queue.ts";

/** SQS's limit for one batch call. */
const batchSize = 10;

/** Longer than the longest poll (20 s): a call that takes longer is stuck. */
const requestTimeoutMs = 30_000;

/** At 0, the embedded server (fauxqs 2.4.1) loses the message: its database refuses what it writes then. */
const leastVisibilitySeconds = 1;

export interface SqsOptions {
  readonly region: string;
  /** For servers other than AWS. */
  readonly endpoint: string | undefined;
  /** Left out: the SDK's default chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export function createSqsClient(options: SqsOptions): SQSClient {
  const config: SQSClientConfig = {
    region: options.region,
    maxAttempts: 3,
    requestHandler: { requestTimeout: requestTimeoutMs, connectionTimeout: 3_000 },
    // Queue URLs name hosts as the server sees itself; behind a port-forward or in a test that is not where it is.
    ...(options.credentials ? { credentials: options.credentials } : {}),
    ...(options.endpoint ? { endpoint: options.endpoint, useQueueUrlAsEndpoint: false } : {}),
  };
  return new SQSClient(config);
}

/** The message is visible again, or somebody else's: there is nothing left to change. */
function ignoreStaleReceipt(error: unknown): void {
  if (!(error instanceof MessageNotInflight || error instanceof ReceiptHandleIsInvalid)) throw error;
}

/** `TaskQueue` on Amazon SQS, or a server that speaks its API. Errors: `QueueUnavailableError`. */
export class SqsTaskQueue implements TaskQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#url = queueUrl;
  }

  async send(messages: readonly OutgoingMessage[]): ReturnType<TaskQueue["send"]> {
    const accepted: number[] = [];
    const rejected: { index: number; reason: string }[] = [];
    for (let start = 0; start < messages.length; start += batchSize) {
      const batch = messages.slice(start, start + batchSize);
      const result = await this.#call("send to", () =>
        this.#client.send(
          new SendMessageBatchCommand({
            QueueUrl: this.#url,
            Entries: batch.map(({ body, groupId, delaySeconds }, offset) => ({
              Id: String(start + offset),
              MessageBody: JSON.stringify(body),
              MessageGroupId: groupId,
              ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
            })),
          }),
        ),
      );
      for (const { Id } of result.Successful ?? []) accepted.push(Number(Id));
      for (const { Id, Code, Message } of result.Failed ?? []) rejected.push({ index: Number(Id), reason: `${Code}: ${Message ?? ""}` });
    }
    return { accepted, rejected };
  }

  async receive(options: Parameters<TaskQueue["receive"]>[0]): Promise<ReceivedMessage[]> {
    const { visibilityMs } = options;
    const { Messages = [] } = await this.#call("receive from", () =>
      this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#url,
          MaxNumberOfMessages: Math.min(options.max, batchSize),
          WaitTimeSeconds: options.waitSeconds,
          ...(visibilityMs === undefined ? {} : { VisibilityTimeout: Math.ceil(visibilityMs / 1000) }),
          MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        }),
        options.signal ? { abortSignal: options.signal } : {},
      ),
    );
    return Messages.map((message) => ({
      messageId: message.MessageId ?? "",
      body: message.Body ?? "",
      receiptHandle: message.ReceiptHandle ?? "",
      receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    }));
  }

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    await this.#call("change visibility in", () =>
      this.#client
        .send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: this.#url,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: Math.max(leastVisibilitySeconds, Math.ceil(seconds)),
          }),
        )
        .catch(ignoreStaleReceipt),
    );
  }

  async delete(receiptHandles: readonly string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += batchSize) {
      await this.#call("delete from", () =>
        this.#client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: this.#url,
            Entries: receiptHandles
              .slice(start, start + batchSize)
              .map((handle, offset) => ({ Id: String(start + offset), ReceiptHandle: handle })),
          }),
        ),
      );
    }
  }

  async depth(): Promise<QueueDepth> {
    const { Attributes = {} } = await this.#call("read the depth of", () =>
      this.#client.send(
        new GetQueueAttributesCommand({
          QueueUrl: this.#url,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"],
        }),
      ),
    );
    return {
      visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  }

  async check(): Promise<void> {
    await this.depth();
  }

  async #call<T>(verb: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") throw error;
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new QueueUnavailableError(`Cannot ${verb} the queue ${this.#url}: ${reason}`, { cause: error });
    }
  }
}
