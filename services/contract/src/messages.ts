/**
 * The body of a message on the task queue. It carries an id, not state: the database says what is true,
 * the message says "look". MessageGroupId is the owner's id (SQS fair queues).
 */
export interface TaskMessage {
  v: 1;
  taskId: string;
  /** W3C Trace Context of the request that caused the task. */
  traceparent?: string;
}
