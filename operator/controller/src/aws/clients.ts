import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { _InstanceType, EC2Client, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";

type AwsCredentialIdentityProvider = Extract<SQSClientConfig["credentials"], (...args: never[]) => unknown>;

/** The AWS services that the operator talks to, in one region. */
export interface AwsClients {
  readonly region: string;
  readonly sqs: SQSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly autoScaling: AutoScalingClient;
  readonly eks: EKSClient;
  readonly ec2: Ec2;
  destroy(): void;
}

/** The one thing asked of EC2. Its SDK client takes 70 MB and 0.6 s to load, so it is loaded when a type is first asked for. */
export interface Ec2 {
  describeInstanceTypes(instanceTypes: readonly string[]): Promise<readonly InstanceTypeInfo[]>;
}

export interface AwsClientOptions {
  readonly region: string;
  /** For servers other than AWS. */
  readonly endpoint?: string | undefined;
  /** Left out: the operator's own identity. */
  readonly credentials?: AwsCredentialIdentityProvider | undefined;
}

/** Of a server that one pipeline has in AWS's place. */
export interface OwnServer {
  readonly endpoint: string;
  readonly credentials?: { readonly id: string; readonly provide: AwsCredentialIdentityProvider } | undefined;
}

/** Waiting for a free connection counts against the time to connect, so that a thousand queues read at once need some. */
const agent = { keepAlive: true, maxSockets: 200 } as const;

/** A reconcile waits for these answers: better none, which is "unknown", than a late one. */
const requestHandler = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
  httpAgent: agent,
  httpsAgent: agent,
} as const;

/** A first try and one more: the next tick is the third. */
const maxAttempts = 2;

export function createAwsClients({ region, endpoint, credentials }: AwsClientOptions): AwsClients {
  const options = { region, maxAttempts, requestHandler, ...(endpoint && { endpoint }), ...(credentials && { credentials }) };
  // A queue's URL names a host; with an endpoint of our own the request must go there all the same.
  const sqs = new SQSClient({ ...options, ...(endpoint && { useQueueUrlAsEndpoint: false }) });
  const cloudWatch = new CloudWatchClient(options);
  const autoScaling = new AutoScalingClient(options);
  const eks = new EKSClient(options);
  let ec2: EC2Client | undefined;
  return {
    region,
    sqs,
    cloudWatch,
    autoScaling,
    eks,
    ec2: {
      describeInstanceTypes: async (instanceTypes) => {
        const { DescribeInstanceTypesCommand, EC2Client } = await import("@aws-sdk/client-ec2");
        ec2 ??= new EC2Client(options);
        const command = new DescribeInstanceTypesCommand({ InstanceTypes: [...instanceTypes] as _InstanceType[] });
        return (await ec2.send(command)).InstanceTypes ?? [];
      },
    },
    destroy: () => {
      for (const client of [sqs, cloudWatch, autoScaling, eks, ec2]) client?.destroy();
    },
  };
}

/** The clients of each region and endpoint, made once: they keep their connections. */
export class AwsRegions {
  readonly #clients = new Map<string, AwsClients>();
  readonly #endpoint: string | undefined;

  /** @param endpoint for servers other than AWS */
  constructor(endpoint?: string) {
    this.#endpoint = endpoint;
  }

  /** Whether everything is asked of a server that stands in for AWS. */
  get hasEndpoint(): boolean {
    return this.#endpoint !== undefined;
  }

  /** @param own where not AWS is asked but this */
  in(region: string, own?: OwnServer): AwsClients {
    const endpoint = own?.endpoint ?? this.#endpoint;
    const key = `${region} ${endpoint ?? ""} ${own?.credentials?.id ?? ""}`;
    const clients = this.#clients.get(key) ?? createAwsClients({ region, endpoint, credentials: own?.credentials?.provide });
    this.#clients.set(key, clients);
    return clients;
  }

  destroy(): void {
    for (const clients of this.#clients.values()) clients.destroy();
    this.#clients.clear();
  }
}
