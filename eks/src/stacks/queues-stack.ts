import { ArnFormat, Duration, type StackProps } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface QueuesStackProps extends StackProps {
  readonly names: Names;
}

/**
 * How often a message is received before it is dead. More than a task's attempts (MEDIASHARE_TASK_MAX_ATTEMPTS, 4), each of which may be
 * received a second time after a worker was killed: a task ends by its own judgement, and the dead-letter queue is for what kills workers.
 */
const maxReceives = 10;
/** As MEDIASHARE_QUEUE_VISIBILITY; workers renew it while they work. */
const visibility = Duration.seconds(60);
/** The most that SQS keeps: time for people to look. */
const longest = Duration.days(14);

/** The queue of tasks and the one of S3's events, each with its dead-letter queue. All are encrypted, and spoken to by TLS only. */
export class QueuesStack extends PartStack {
  readonly tasks: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  readonly storageEvents: sqs.Queue;
  readonly storageEventsDead: sqs.Queue;

  constructor(scope: Construct, id: string, { names, ...props }: QueuesStackProps) {
    super(scope, id, props);
    this.deadLetters = this.#queue("dead-letters", names.deadLetters, this.#deadLettersOf(names.tasks));
    this.tasks = this.#queue("tasks", names.tasks, redrivenTo(this.deadLetters));
    this.storageEventsDead = this.#queue("storage-events-dead", names.storageEventsDead, this.#deadLettersOf(names.storageEvents));
    this.storageEvents = this.#queue("storage-events", names.storageEvents, redrivenTo(this.storageEventsDead));
    this.#letStorageSend(names);
  }

  #queue(id: string, queueName: string, letters: Pick<sqs.QueueProps, "deadLetterQueue" | "redriveAllowPolicy">): sqs.Queue {
    return new sqs.Queue(this, id, {
      queueName,
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: longest,
      visibilityTimeout: visibility,
      receiveMessageWaitTime: Duration.seconds(20),
      ...letters,
    });
  }

  /** Named, not referred to: that queue refers to this one. */
  #deadLettersOf(queueName: string): Pick<sqs.QueueProps, "redriveAllowPolicy"> {
    const source = sqs.Queue.fromQueueArn(this, `source-${queueName}`, this.formatArn({ service: "sqs", resource: queueName }));
    return { redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.BY_QUEUE, sourceQueues: [source] } };
  }

  /** The bucket is named, not referred to: its stack refers to this queue. */
  #letStorageSend({ originals }: Names): void {
    this.storageEvents.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "EventsOfOriginals",
        principals: [new iam.ServicePrincipal("s3.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [this.storageEvents.queueArn],
        conditions: {
          ArnEquals: {
            "aws:SourceArn": this.formatArn({
              service: "s3",
              region: "",
              account: "",
              resource: originals,
              arnFormat: ArnFormat.NO_RESOURCE_NAME,
            }),
          },
          StringEquals: { "aws:SourceAccount": this.account },
        },
      }),
    );
  }
}

function redrivenTo(queue: sqs.Queue): Pick<sqs.QueueProps, "deadLetterQueue"> {
  return { deadLetterQueue: { queue, maxReceiveCount: maxReceives } };
}
