import type { TaskMessage } from "@mediashare/contract";

export interface OutgoingMessage {
  readonly body: TaskMessage;
  /** Fair-queue group: the owner. */
  readonly groupId: string;
  readonly delaySeconds?: number;
}

/** A message as received: not yet parsed, as anything may write to a queue. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
}

export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** At-least-once delivery with visibility timeouts, as SQS has it. */
export interface TaskQueue {
  /** Sends any number in batches; resolves with the indexes that were accepted, and throws where none was. */
  send(messages: readonly OutgoingMessage[]): Promise<{ accepted: number[]; rejected: { index: number; reason: string }[] }>;
  /** Long-polls up to `waitSeconds` for at most `max` (≤ 10) messages, and hides them for `visibilityMs`; left out: as the queue is set. */
  receive(options: { max: number; waitSeconds: number; visibilityMs?: number; signal?: AbortSignal }): Promise<ReceivedMessage[]>;
  /** Hides the message for this long from now; 0 gives it back, within a second. One that is no longer ours is left alone. */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  delete(receiptHandles: readonly string[]): Promise<void>;
  depth(): Promise<QueueDepth>;
  /** Throws unless the queue can be reached. */
  check(): Promise<void>;
}
