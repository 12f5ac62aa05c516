import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { renderCrd } from "@mediashare/api";
import { renderOperator } from "@mediashare/cdk8s";
import { ports } from "@mediashare/contract";
import { type AwsClients, createAwsClients, type KubeClient } from "@mediashare/controller";
import { motoCredentials, startMoto } from "../moto.ts";
import { waitFor } from "../wait-for.ts";
import { startWorkerPages, type WorkerPages } from "../worker-pages.ts";
import { type AwsProxy, startAwsProxy } from "./aws-proxy.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { type OperatorOptions, type OperatorProcess, startOperatorProcess } from "./operator-process.ts";
import { renderSteadyNode, SimulatedCloud } from "./simulated-cloud.ts";

export const region = "eu-west-1";
const operatorNamespace = "mediashare-system";

/** A control plane with the CRD and the operator's rights, moto as AWS, and a cloud that makes nodes of capacity. */
export interface Bed {
  readonly controlPlane: ControlPlane;
  readonly kube: KubeClient;
  readonly cloud: SimulatedCloud;
  readonly proxy: AwsProxy;
  readonly pages: WorkerPages;
  createQueue(name: string): Promise<TestQueue>;
  createNamespace(name: string): Promise<void>;
  startOperator(options?: Partial<OperatorOptions>): Promise<OperatorProcess>;
  stop(): Promise<void>;
}

export interface TestQueue {
  readonly url: string;
  readonly deadLetterUrl: string;
  /** @param visibleAtMs until then (epoch) they are delayed, to the second: at most 15 minutes */
  send(messages: number, visibleAtMs?: number): Promise<void>;
  /** Takes so many messages in flight. */
  receive(messages: number): Promise<void>;
  /** Those in flight are done. */
  finish(): Promise<void>;
  /** At most once a minute, as SQS has it. */
  purge(): Promise<void>;
}

export async function startBed(): Promise<Bed> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const moto = await startMoto();
    if ("skipped" in moto) throw new Error(moto.skipped);
    stops.push(() => moto.stop());
    const proxy = await startAwsProxy(moto.endpoint);
    stops.push(() => proxy.stop());
    const pages = await startWorkerPages(ports.metrics, 0);
    stops.push(() => pages.stop());
    Object.assign(process.env, motoCredentials);
    const aws = createAwsClients({ region, endpoint: moto.endpoint });
    stops.push(async () => aws.destroy());
    const controlPlane = await startControlPlane();
    stops.push(() => controlPlane.stop());
    const kube = controlPlane.admin;
    const cloud = new SimulatedCloud(kube, aws, proxy);
    stops.push(() => cloud.stop());
    await kube.create("/api/v1/nodes", renderSteadyNode("steady"));
    await kube.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", renderCrd());
    await kube.create("/api/v1/namespaces", { metadata: { name: operatorNamespace } });
    await grantRights(kube);
    await waitFor("the CRD to be served", () => serves(kube), { timeoutMs: 20_000 });
    return {
      controlPlane,
      kube,
      cloud,
      proxy,
      pages,
      createQueue: (name) => createQueue(aws, name),
      createNamespace: async (name) => {
        await kube.create("/api/v1/namespaces", { metadata: { name } });
        for (const secret of ["photos-db", "photos-delivery", "photos-auth"]) {
          await kube.create(`/api/v1/namespaces/${name}/secrets`, {
            metadata: { name: secret },
            stringData: { url: "postgres://db", privateKey: "key", secret: "secret" },
          });
        }
      },
      startOperator: async ({ env = {}, args = [], isCompiled = false } = {}) => {
        const { status } = await kube.create<{ status: { token: string } }>(
          `/api/v1/namespaces/${operatorNamespace}/serviceaccounts/mediashare-operator/token`,
          { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
        );
        const operator = await startOperatorProcess({
          ...{ args, isCompiled },
          env: {
            KUBECONFIG: await controlPlane.kubeconfigOf(status.token),
            MEDIASHARE_AWS_ENDPOINT: proxy.endpoint,
            MEDIASHARE_OPERATOR_NAMESPACE: operatorNamespace,
            ...motoCredentials,
            ...env,
          },
        });
        stops.push(() => operator.stop());
        return operator;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Exactly the rights that are installed: what the operator lacks, it lacks here. Its pods would only be kwok's. */
async function grantRights(kube: KubeClient): Promise<void> {
  const paths: Readonly<Record<string, string>> = {
    ServiceAccount: `/api/v1/namespaces/${operatorNamespace}/serviceaccounts`,
    ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
    ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    Role: `/apis/rbac.authorization.k8s.io/v1/namespaces/${operatorNamespace}/roles`,
    RoleBinding: `/apis/rbac.authorization.k8s.io/v1/namespaces/${operatorNamespace}/rolebindings`,
  };
  for (const manifest of renderOperator({ namespace: operatorNamespace, image: "operator" })) {
    const path = paths[manifest.kind];
    if (path) await kube.create(path, manifest);
  }
}

function serves(kube: KubeClient): Promise<boolean> {
  return kube.list("/apis/mediashare.dev/v1alpha1/mediapipelines").then(
    () => true,
    () => false,
  );
}

async function createQueue({ sqs }: AwsClients, name: string): Promise<TestQueue> {
  const urlOf = async (QueueName: string): Promise<string> => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl as string;
  return openQueue(sqs, { url: await urlOf(name), deadLetterUrl: await urlOf(`${name}-dead`) });
}

export function openQueue(sqs: SQSClient, { url, deadLetterUrl }: Pick<TestQueue, "url" | "deadLetterUrl">): TestQueue {
  const received: string[] = [];
  return {
    url,
    deadLetterUrl,
    send: async (messages, visibleAtMs = 0) => {
      for (let sent = 0; sent < messages; sent += 10) {
        const DelaySeconds = Math.max(0, Math.ceil((visibleAtMs - Date.now()) / 1_000));
        const Entries = Array.from({ length: Math.min(10, messages - sent) }, (_, index) => ({
          ...{ Id: String(index), MessageBody: "{}", DelaySeconds },
        }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      }
    },
    receive: async (messages) => {
      for (let left = messages; left > 0; left -= 10) {
        const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: Math.min(10, left), VisibilityTimeout: 600 });
        const { Messages = [] } = await sqs.send(command);
        received.push(...Messages.map(({ ReceiptHandle = "" }) => ReceiptHandle));
      }
    },
    finish: async () => {
      for (const ReceiptHandle of received.splice(0)) await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
    purge: async () => void (await sqs.send(new PurgeQueueCommand({ QueueUrl: url }))),
  };
}
