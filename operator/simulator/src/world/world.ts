import type { WorkerSpec } from "@mediashare/policy";
import { jitter, seededRandom } from "../random.ts";
import type { WorldSettings } from "../settings.ts";
import type { Trace } from "../trace.ts";
import { FinishedTasks } from "./finished-tasks.ts";
import { type Node, NodePool } from "./node-pool.ts";
import { victims } from "./replica-set.ts";
import { type Task, TaskQueue } from "./task-queue.ts";
import { type RunningTask, releasedTask, takesTasks, type WorkerPod } from "./worker-pod.ts";

/** Where workers run whose nodes are somebody else's affair. */
const ANYWHERE = "anywhere";

/** Queue, worker pods and nodes, in steps of one second. Scalers read it and act on it between two steps. */
export class World {
  readonly spec: WorkerSpec;
  readonly settings: WorldSettings;
  readonly queue: TaskQueue;
  readonly nodes: NodePool;
  readonly finished = new FinishedTasks();
  /** The Deployment's. */
  replicas: number;
  pods: readonly WorkerPod[] = [];
  /** Stopped, but not gone yet. */
  stopping: readonly WorkerPod[] = [];
  /** Tasks whose worker was stopped before they were done, and the work that was lost with it. */
  interrupted = 0;
  lostSeconds = 0;
  readonly #trace: Trace;
  readonly #random: () => number;
  #nextArrival = 0;
  #created = 0;

  constructor(spec: WorkerSpec, settings: WorldSettings, trace: Trace) {
    this.spec = spec;
    this.settings = settings;
    this.#trace = trace;
    this.replicas = spec.min;
    // Streams of their own: how often one is asked does not change what the others say.
    this.#random = seededRandom(settings.seed);
    this.nodes = new NodePool(spec.nodeGroups ?? [], settings, trace, seededRandom(settings.seed + 1));
    this.queue = new TaskQueue(settings.queueLagSeconds, settings.queueNoise, seededRandom(settings.seed + 2));
  }

  get inFlight(): number {
    return this.existing.reduce((sum, { running }) => sum + running.length, 0);
  }

  /** Running, starting and stopping. */
  get existing(): readonly WorkerPod[] {
    return this.stopping.length === 0 ? this.pods : [...this.pods, ...this.stopping];
  }

  /** Whether every task of the trace has arrived and is done. */
  get isDone(): boolean {
    return this.#nextArrival >= this.#trace.arrivals.length && this.queue.visible === 0 && this.inFlight === 0;
  }

  step(second: number): void {
    this.#arrive(second);
    const { noticed, gone } = this.nodes.step(second);
    // EKS drains a Spot node at its notice.
    this.stop(this.podsOn(noticed), second);
    this.#takeAway(gone, second);
    while (this.pods.length < this.replicas) this.#createPod(second);
    this.#schedule(second);
    for (const pod of this.existing) this.#work(pod, second);
    this.#endStopping(second);
    this.queue.record(this.inFlight);
  }

  /** Through the Deployment: its ReplicaSet chooses who goes. */
  scaleWorkers(replicas: number, second: number, deletionCost: ReadonlyMap<string, number> = new Map()): void {
    this.replicas = replicas;
    this.stop(victims(this.pods, this.pods.length - replicas, deletionCost, second), second);
  }

  /** SIGTERM. What the Deployment still wants is started elsewhere. */
  stop(pods: readonly WorkerPod[], second: number): void {
    if (pods.length === 0) return;
    for (const pod of pods) pod.stopsAt = second + this.settings.finishWindowSeconds;
    this.pods = this.pods.filter(({ stopsAt }) => stopsAt === null);
    this.stopping = [...this.stopping, ...pods.filter(({ running }) => running.length > 0)];
  }

  terminateNode(name: string, isReplaced: boolean, second: number): void {
    const node = this.nodes.node(name);
    if (!node) return;
    this.#takeAway([node], second);
    this.nodes.terminate(name, isReplaced);
  }

  podsOn(nodes: readonly Node[]): readonly WorkerPod[] {
    if (nodes.length === 0) return [];
    const names = new Set<string | null>(nodes.map(({ name }) => name));
    return this.pods.filter(({ node }) => names.has(node));
  }

  /** Pods by node, those that are stopping included: they hold their place. */
  countByNode(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { node } of this.existing) if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
    return counts;
  }

  #arrive(second: number): void {
    for (;;) {
      const arrival = this.#trace.arrivals[this.#nextArrival];
      if (!arrival || arrival.second > second) return;
      for (let index = 0; index < arrival.count; index += 1)
        this.queue.push({ arrivedAt: second, seconds: arrival.taskSeconds, doneSeconds: 0 });
      this.#nextArrival += 1;
    }
  }

  #createPod(second: number): void {
    this.#created += 1;
    this.pods = [
      ...this.pods,
      {
        name: `worker-${String(this.#created).padStart(6, "0")}`,
        createdAt: second,
        uid: this.#random(),
        node: null,
        readyAt: null,
        running: [],
        drainedUntil: 0,
        stopsAt: null,
      },
    ];
  }

  /** The default scheduler spreads: the emptiest node with room. */
  #schedule(second: number): void {
    const pending = this.pods.filter(({ node }) => node === null);
    if (pending.length === 0) return;
    const rooms = this.nodes.groups.length === 0 ? [{ name: ANYWHERE, room: pending.length }] : this.#rooms(second);
    for (const pod of pending) {
      const best = rooms.reduce<{ name: string; room: number } | null>((a, b) => (a && a.room >= b.room ? a : b), null);
      if (!best || best.room <= 0) return;
      best.room -= 1;
      pod.node = best.name;
      pod.readyAt = second + Math.round(this.settings.startSeconds * jitter(this.settings.jitter, this.#random));
    }
  }

  #rooms(second: number): { readonly name: string; room: number }[] {
    const counts = this.countByNode();
    return this.nodes.groups.flatMap(({ nodes, workersPerNode }) =>
      nodes
        .filter(({ readyAt, cordoned, goneAt }) => readyAt <= second && !cordoned && goneAt === null)
        .map(({ name }) => ({ name, room: workersPerNode - (counts.get(name) ?? 0) })),
    );
  }

  /** A slot that became free within the second takes the next task at once. */
  #work(pod: WorkerPod, second: number): void {
    const still: RunningTask[] = [];
    const freeAt: number[] = [];
    for (const { task, endsAt, startedAt } of pod.running) {
      if (endsAt > second) still.push({ task, endsAt, startedAt });
      else freeAt.push(this.#finish(task, endsAt));
    }
    while (freeAt.length + still.length < this.spec.concurrency) freeAt.push(second);
    while (takesTasks(pod, second) && freeAt.length > 0) {
      const task = this.queue.take();
      if (!task) break;
      const startedAt = Math.max(freeAt.pop() ?? second, task.arrivedAt, pod.readyAt ?? second);
      const endsAt = startedAt + task.seconds - task.doneSeconds;
      if (endsAt > second) still.push({ task, startedAt, endsAt });
      else freeAt.push(this.#finish(task, endsAt));
    }
    pod.running = still;
  }

  #finish({ arrivedAt, seconds }: Task, finishedAt: number): number {
    this.finished.add(arrivedAt, finishedAt, seconds);
    return finishedAt;
  }

  #endStopping(second: number): void {
    if (this.stopping.length === 0) return;
    for (const pod of this.stopping) if ((pod.stopsAt ?? 0) <= second) this.#release(pod, second);
    this.stopping = this.stopping.filter(({ running }) => running.length > 0);
  }

  /** With a node go its pods, whatever they do. */
  #takeAway(nodes: readonly Node[], second: number): void {
    if (nodes.length === 0) return;
    const names = new Set<string | null>(nodes.map(({ name }) => name));
    for (const pod of this.existing) if (names.has(pod.node)) this.#release(pod, second);
    this.pods = this.pods.filter(({ node }) => !names.has(node));
    this.stopping = this.stopping.filter(({ node }) => !names.has(node));
  }

  #release(pod: WorkerPod, second: number): void {
    const tasks = pod.running.map((running) => releasedTask(running, second, this.settings.segmentSeconds));
    for (const [index, { task, startedAt }] of pod.running.entries())
      this.lostSeconds += second - startedAt - ((tasks[index]?.doneSeconds ?? 0) - task.doneSeconds);
    this.interrupted += tasks.length;
    this.queue.release(tasks);
    pod.running = [];
  }
}
