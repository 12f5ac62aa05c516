import { setTimeout as sleep } from "node:timers/promises";
import { parseMediaPipeline, toPolicySpec } from "@mediashare/api";
import { createSqsClient } from "@mediashare/core";
import { DEFAULT_PEER, DEFAULT_WORLD, parseTrace, peerScaler, type Scaler, simulate, TUNED_PEER } from "@mediashare/simulator";
import { type Bed, openQueue, region, startBed } from "../support/cluster/bed.ts";
import type { OperatorProcess } from "../support/cluster/operator-process.ts";
import { PipelineProbe } from "../support/cluster/pipeline-probe.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";
import { renderSteadyNode } from "../support/cluster/simulated-cloud.ts";
import { buildPipeline } from "../support/pipeline-builder.ts";
import { startSqs } from "../support/sqs.ts";
import { waitFor } from "../support/wait-for.ts";
import { cpuSeconds, peakMemoryMib } from "./measure.ts";
import type { BenchOptions, BenchResult, BenchSuite } from "./suite.ts";

const messages = 10_000;
const mostWorkers = 200;
/** The operator's ticks while there is nothing to do. */
const idleTickSeconds = 15;
const namespace = "bench";
const patienceMs = 600_000;
/** EC2 needs about as long. */
const bootMs = 60_000;

type Measure = (bed: Bed, options: BenchOptions, say: (text: string) => void) => Promise<BenchResult>;

/** On a real control plane of its own. */
const onBed =
  (name: string, measure: Measure): BenchSuite =>
  async (options, say) => {
    const reason = whyNoControlPlane();
    if (reason) return { rows: [], notes: [], skipped: [`${name}: ${reason}`] };
    const bed = await startBed();
    try {
      await bed.createNamespace(namespace);
      return await measure(bed, options, say);
    } finally {
      await bed.stop();
    }
  };

/**
 * From the moment at which the messages can be seen to the moment at which both the Deployment and the node group are asked for.
 * Their server is the embedded one: moto needs minutes for so many.
 */
export const benchBurst = onBed("burst", async (bed, { runs }, say) => {
  const operator = await bed.startOperator({ isCompiled: true });
  const sqs = await startSqs();
  const client = createSqsClient({ region, endpoint: sqs.endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const seconds: number[] = [];
  const reactions: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const queue = openQueue(client, await sqs.createQueues());
    // A group of its own: the nodes of the burst before are still there, and would not have to be asked for.
    const group = `spot-${run}`;
    await bed.cloud.addGroup({ cluster: "media", name: group, capacityType: "Spot", max: 100, owner: `${namespace}/photos`, bootMs });
    const photos = new PipelineProbe(bed.kube, namespace, "photos", () => [operator]);
    await photos.create(burstSpec({ url: queue.url, deadLetterUrl: queue.deadLetterUrl, endpoint: sqs.endpoint }, group));
    await photos.untilCondition("Ready", "True FleetsAvailable");
    await photos.until("no workers", async () => (await photos.replicas("worker")) === 0);
    // Each burst meets the operator at another moment of its tick.
    const dueAtMs = Date.now() + 30_000 + (run * idleTickSeconds * 1_000) / runs;
    await queue.send(messages, dueAtMs);
    await sleep(dueAtMs + 1_000 - Date.now());
    // This server looks at what is due when somebody receives.
    await queue.receive(1);
    const visibleAtMs = Date.now();
    const doneAtMs = await untilAsked(photos, visibleAtMs);
    seconds.push((doneAtMs.last - visibleAtMs) / 1_000);
    reactions.push((doneAtMs.last - doneAtMs.first) / 1_000);
    say(`burst ${run}: asked for after ${seconds.at(-1)?.toFixed(1)} s`);
    await photos.delete();
    await photos.until("the pipeline to go", async () => !(await photos.exists(photos.path)));
  }
  client.destroy();
  await sqs.stop();
  const worst = Math.max(...seconds);
  const peers = [TUNED_PEER, DEFAULT_PEER].map((peer) => ({ name: peer.name, seconds: simulateBurst(peerScaler(peer)) }));
  return {
    rows: peers.map((peer) => ({
      what: `burst of ${messages} messages to ${mostWorkers} workers asked for, slowest of ${runs}`,
      ours: worst,
      peer: `${peer.name}, simulated`,
      theirs: peer.seconds,
      unit: "s",
      moreIsBetter: false,
    })),
    notes: [
      `Burst: ${seconds.map((each) => each.toFixed(1)).join(", ")} s from the messages' visibility to the last call, with a tick of ${idleTickSeconds} s while idle; from the first call (node group) to the last (Deployment) at most ${Math.max(...reactions).toFixed(2)} s.`,
    ],
    skipped: [],
  };
});

/** When the first and the last of the calls was made, by the operator's own log. */
async function untilAsked(photos: PipelineProbe, sinceMs: number): Promise<{ readonly first: number; readonly last: number }> {
  const calls = () =>
    photos.scalings().filter(({ type, atMs }) => atMs >= sinceMs && (type === "raiseNodeGroup" || type === "scaleWorkers"));
  const isDone = async (): Promise<boolean> => {
    const types = new Set(calls().map(({ type }) => type));
    return types.size === 2 && (await photos.replicas("worker")) === mostWorkers;
  };
  await photos.until("the burst to be answered", isDone, 180_000);
  const times = calls().map(({ atMs }) => atMs);
  return { first: Math.min(...times), last: Math.max(...times) };
}

function burstSpec(queue: object, group: string): object {
  return {
    ...{ region, queue },
    worker: {
      resources: { requests: { cpu: "1", memory: "1Gi" } },
      scaling: { max: mostWorkers, drainTarget: "2m", defaultTaskSeconds: 10 },
      nodeGroups: [{ name: group, cluster: "media", capacityType: "Spot", max: 100 }],
    },
  };
}

/** Seconds from the burst until the peer has asked for as many workers: the slowest of twenty phases of its loops. */
function simulateBurst(scaler: Scaler): number {
  const spec = toPolicySpec(
    parseMediaPipeline(
      buildPipeline(
        burstSpec({ url: "https://sqs.eu-west-1.amazonaws.com/1/a", deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/1/b" }, "spot"),
      ),
    ).spec,
  );
  const trace = parseTrace(`600,${messages},10`);
  const times = Array.from({ length: 20 }, (_unused, seed) => {
    const { samples } = simulate({ spec, trace, scaler, world: { ...DEFAULT_WORLD, seed: seed + 1 } });
    return (samples.find(({ asked }) => asked >= mostWorkers)?.second ?? Number.NaN) - 600;
  });
  return Math.max(...times);
}

/** Pipelines with all fleets and a queue of their own each, idle. */
export const benchPipelines = onBed("pipelines", async (bed, { pipelines: count }, say) => {
  // Two pods of each pipeline, with a quarter of a CPU each, on nodes of 64.
  for (let node = 1; node <= Math.ceil((2 * count) / 250); node += 1)
    await bed.kube.create("/api/v1/nodes", renderSteadyNode(`steady-${node}`));
  const names = Array.from({ length: count }, (_unused, index) => `p${index}`);
  await inParallel(names, 8, async (name) => {
    const queue = await bed.createQueue(name);
    const part = { region, queue: { url: queue.url, deadLetterUrl: queue.deadLetterUrl }, upload: {}, web: {}, worker: {} };
    const body = buildPipeline(part, { name, namespace });
    await bed.kube.create(`/apis/mediashare.dev/v1alpha1/namespaces/${namespace}/mediapipelines`, body);
  });
  say(`${count} pipelines are there`);
  const first = await bed.startOperator({ isCompiled: true });
  const madeMs = await untilReconciled(first, count);
  say(`all children made after ${(madeMs / 1_000).toFixed(1)} s`);
  await waitFor("all fleets to be ready", () => allReady(bed, count), { timeoutMs: patienceMs, intervalMs: 2_000 });
  await first.stop();

  const startedAt = performance.now();
  const second = await bed.startOperator({ isCompiled: true });
  const passMs = await untilReconciled(second, count);
  const wholeMs = performance.now() - startedAt;
  say(`first full pass after a restart ${(passMs / 1_000).toFixed(1)} s after it led`);
  await sleep(30_000);
  const before = await usage(bed, second);
  const minutes = 2;
  await sleep(minutes * 60_000);
  const after = await usage(bed, second);
  const perMinute = (key: "kube" | "aws" | "reconciles"): string => ((after[key] - before[key]) / minutes).toFixed(0);
  const cores = (after.cpu - before.cpu) / (minutes * 60);
  return {
    rows: [],
    notes: [
      `${count} MediaPipelines of three fleets: all children made ${(madeMs / 1_000).toFixed(1)} s after the operator led, on one machine with the control plane; ` +
        `first full pass after a restart ${(passMs / 1_000).toFixed(1)} s (${(wholeMs / 1_000).toFixed(1)} s with its start and the Lease's expiry).`,
      `Steady: ${cores.toFixed(3)} cores, ${after.memory.toFixed(0)} MiB at its peak, ${perMinute("kube")} calls of the API server, ` +
        `${perMinute("aws")} of AWS and ${perMinute("reconciles")} reconciles a minute.`,
    ],
    skipped: [],
  };
});

/** Milliseconds from when it led until it had reconciled each pipeline at least once. */
async function untilReconciled(operator: OperatorProcess, count: number): Promise<number> {
  await waitFor("the operator to lead", () => leadsSince(operator) !== undefined, { timeoutMs: 60_000, intervalMs: 20 });
  const done = async (): Promise<boolean> => (await metric(operator, "mediashare_operator_workers_ready")).length >= count;
  await waitFor("a full pass", done, { timeoutMs: patienceMs, intervalMs: 100 });
  return Date.now() - (leadsSince(operator) as number);
}

function leadsSince({ log }: OperatorProcess): number | undefined {
  const line = log.find((each) => each.includes("this replica leads"));
  return line === undefined ? undefined : Date.parse((JSON.parse(line) as { time: string }).time);
}

async function allReady(bed: Bed, count: number): Promise<boolean> {
  const list = bed.kube.list<{ status?: { conditions?: { type: string; status: string }[] } }>(
    `/apis/mediashare.dev/v1alpha1/namespaces/${namespace}/mediapipelines`,
  );
  // The API server has the pods of a thousand pipelines to see to, and may not answer in time.
  const pipelines = await list.catch(() => []);
  const ready = pipelines.filter(({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True"),
  );
  return ready.length === count;
}

interface Usage {
  readonly kube: number;
  readonly aws: number;
  readonly reconciles: number;
  readonly cpu: number;
  readonly memory: number;
}

async function usage(bed: Bed, operator: OperatorProcess): Promise<Usage> {
  const sum = async (name: string): Promise<number> => (await metric(operator, name)).reduce((total, value) => total + value, 0);
  return {
    kube: await sum("mediashare_operator_kube_requests_total"),
    aws: [...bed.proxy.calls.values()].reduce((total, calls) => total + calls, 0),
    reconciles: await sum("mediashare_operator_reconciles_total"),
    cpu: cpuSeconds(operator.pid),
    memory: peakMemoryMib(operator.pid),
  };
}

/** Values of one metric on the operator's page. */
async function metric({ url, log }: OperatorProcess, name: string): Promise<readonly number[]> {
  const response = await fetch(`${url}/metrics`).catch((cause: unknown) => {
    throw new Error(`The operator does not answer; it said last:\n${log.slice(-20).join("\n")}`, { cause });
  });
  const page = await response.text();
  return [...page.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gm"))].map(([, value]) => Number(value));
}

async function inParallel<T>(items: readonly T[], width: number, run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: width }, work));
}
