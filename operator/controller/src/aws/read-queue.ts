import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueueCounts } from "@mediashare/policy";

/** How many messages wait, and how many are being worked on, as SQS estimates them. */
export async function readQueue(sqs: SQSClient, queueUrl: string): Promise<QueueCounts> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
  });
  const { Attributes = {} } = await sqs.send(command);
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? Number.NaN),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? Number.NaN),
  };
}
