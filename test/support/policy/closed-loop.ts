import {
  type Action,
  type Decision,
  decide,
  type EpochMs,
  type Memory,
  type NodeGroupState,
  type NodeState,
  type Observation,
  type PolicySpec,
  type WorkerMember,
} from "@mediashare/policy";

/** What the world does around the policy; all else follows from its decisions. Time goes in steps of one second. */
export interface World {
  readonly spec: PolicySpec;
  /** Seconds of processing of the tasks that arrive in this second. */
  readonly arrivals: (second: number) => readonly number[];
  /** Seconds between two decisions. */
  readonly tickSeconds: number;
  /** From asking for a worker, with room on a node, until it takes tasks. */
  readonly startSeconds: number;
  /** From launch until a node is Ready. */
  readonly bootSeconds?: number;
  /** Whether EC2 launches what this group asks for. */
  readonly launches?: (group: string, second: number) => boolean;
  /** What the policy gets to see, if not the truth. */
  readonly distort?: (observation: Observation, second: number) => Observation;
}

export interface Sample {
  readonly second: number;
  readonly visible: number;
  readonly busy: number;
  readonly workers: number;
  readonly nodes: Readonly<Record<string, number>>;
  readonly decision: Decision | null;
}

export interface Run {
  readonly samples: readonly Sample[];
  /** Seconds from arrival to completion, in the order of completion. */
  readonly timesInSystem: readonly number[];
  readonly finishedAtSeconds: readonly number[];
  /** Tasks whose worker was taken away while it worked on them. */
  readonly interrupted: number;
  /** The most nodes each group was ever asked for. */
  readonly mostNodes: Readonly<Record<string, number>>;
}

interface Task {
  readonly arrived: number;
  readonly seconds: number;
}

interface Worker {
  readonly name: string;
  node: string | null;
  startsAt: number | null;
  tasks: { readonly task: Task; readonly endsAt: number }[];
  drainedUntil: number;
}

/** As the worker's own: see its endpoint. */
const DRAIN_SECONDS = 120;

interface Group {
  desired: number;
  nodes: (NodeState & { readonly readyAt: number })[];
}

const START: EpochMs = Date.UTC(2026, 0, 1);

/** Drives `decide` with a simulated queue, workers and nodes. */
export function runClosedLoop(world: World, seconds: number): Run {
  const model = new Model(world);
  let memory: Memory | null = null;
  for (let second = 0; second < seconds; second += 1) {
    model.step(second);
    if (second % world.tickSeconds !== 0) {
      model.sample(second, null);
      continue;
    }
    const now = START + second * 1_000;
    const seen = model.observe(second, now);
    const result = decide(world.distort?.(seen, second) ?? seen, world.spec, memory, now);
    memory = JSON.parse(JSON.stringify(result.memory)) as Memory;
    model.sample(second, result.decision);
    for (const action of result.decision.actions) model.apply(action, second);
  }
  return model.run();
}

class Model {
  readonly #world: World;
  readonly #concurrency: number;
  readonly #groups = new Map<string, Group>();
  readonly #samples: Sample[] = [];
  readonly #timesInSystem: number[] = [];
  readonly #finishedAt: number[] = [];
  readonly #mostNodes: Record<string, number> = {};
  #queue: Task[] = [];
  #workers: Worker[] = [];
  #replicas = 0;
  #named = 0;
  #interrupted = 0;

  constructor(world: World) {
    this.#world = world;
    this.#concurrency = world.spec.worker?.concurrency ?? 1;
    for (const { name, minNodes } of world.spec.worker?.nodeGroups ?? []) this.#groups.set(name, { desired: minNodes, nodes: [] });
  }

  step(second: number): void {
    this.#queue.push(...this.#world.arrivals(second).map((task) => ({ arrived: second, seconds: task })));
    this.#launchNodes(second);
    this.#createWorkers();
    for (const worker of this.#workers) this.#work(worker, second);
  }

  #launchNodes(second: number): void {
    for (const [name, group] of this.#groups) {
      const isAvailable = this.#world.launches?.(name, second) ?? true;
      while (isAvailable && group.nodes.length < group.desired) {
        const readyAt = second + (this.#world.bootSeconds ?? 60);
        const launchedAtMs = START + second * 1_000;
        group.nodes.push({ name: this.#name(name), state: "booting", launchedAtMs, cordoned: false, otherPods: 0, readyAt });
      }
      group.nodes = group.nodes.map((node) => (node.readyAt <= second ? { ...node, state: "ready" } : node));
    }
  }

  #createWorkers(): void {
    while (this.#workers.length < this.#replicas)
      this.#workers.push({ name: this.#name("worker"), node: null, startsAt: null, tasks: [], drainedUntil: 0 });
  }

  #work(worker: Worker, second: number): void {
    if (worker.startsAt === null) {
      const node = this.#groups.size === 0 ? "machine" : this.#nodeWithRoom();
      if (node === undefined) return;
      worker.node = node;
      worker.startsAt = second + this.#world.startSeconds;
    }
    for (const { task } of worker.tasks.filter(({ endsAt }) => endsAt <= second)) {
      this.#timesInSystem.push(second - task.arrived);
      this.#finishedAt.push(second);
    }
    worker.tasks = worker.tasks.filter(({ endsAt }) => endsAt > second);
    if (worker.drainedUntil > second) return;
    while (worker.startsAt <= second && worker.tasks.length < this.#concurrency) {
      const task = this.#queue.shift();
      if (!task) return;
      worker.tasks.push({ task, endsAt: second + task.seconds });
    }
  }

  #nodeWithRoom(): string | undefined {
    for (const spec of this.#world.spec.worker?.nodeGroups ?? []) {
      const room = this.#groups.get(spec.name)?.nodes.find((node) => {
        const placed = this.#workers.filter((worker) => worker.node === node.name).length;
        return node.state === "ready" && !node.cordoned && placed < (spec.workersPerNode ?? 1);
      });
      if (room) return room.name;
    }
    return undefined;
  }

  observe(second: number, now: EpochMs): Observation {
    const reading = <Value>(value: Value) => ({ value, takenAtMs: now });
    const running = this.#workers.flatMap(({ tasks }) => tasks);
    const lately = running.map(({ task }) => task.seconds);
    const members = this.#workers.map((worker): WorkerMember => {
      const isStarting = worker.startsAt === null || worker.startsAt > second;
      return {
        name: worker.name,
        state: isStarting ? "starting" : worker.tasks.length > 0 ? "busy" : "idle",
        ...(worker.node && { node: worker.node }),
      };
    });
    const groups = [...this.#groups].map(([name, group]) => {
      const state: NodeGroupState = { desiredNodes: group.desired, nodes: group.nodes, workersPerNode: null };
      return [name, reading(state)] as const;
    });
    return {
      worker: {
        queue: reading({ visible: this.#queue.length, inFlight: running.length }),
        meanTaskSeconds: lately.length > 0 ? reading(lately.reduce((a, b) => a + b, 0) / lately.length) : null,
        workers: reading({ asked: this.#replicas, members }),
        nodeGroups: Object.fromEntries(groups),
      },
    };
  }

  apply(action: Action, second: number): void {
    switch (action.type) {
      case "scaleWorkers":
        this.#replicas = action.to;
        this.#remove(action.removeFirst.slice(0, Math.max(0, this.#workers.length - action.to)));
        break;
      case "raiseNodeGroup":
      case "cancelNodes":
        this.#setDesired(action.group, action.to);
        break;
      case "cordonNode":
      case "uncordonNode":
        this.#changeNode(action.group, action.node, { cordoned: action.type === "cordonNode" });
        if (action.type === "uncordonNode") this.#resume(action.node);
        break;
      case "drainWorkers":
        for (const worker of this.#workers) if (action.workers.includes(worker.name)) worker.drainedUntil = second + DRAIN_SECONDS;
        break;
      case "evictWorkers":
        this.#remove(action.workers);
        break;
      case "terminateNode":
        this.#terminate(action.group, action.node, action.isReplaced);
        break;
      case "scaleFleet":
        throw new Error(`second ${second}: this model has no fleet ${action.fleet}`);
    }
  }

  #resume(node: string): void {
    for (const worker of this.#workers) if (worker.node === node) worker.drainedUntil = 0;
  }

  #setDesired(name: string, desired: number): void {
    const group = this.#group(name);
    if (desired < group.nodes.length)
      throw new Error(`${name}: lowered to ${desired} while it has ${group.nodes.length} nodes: EC2 would choose the victim`);
    group.desired = desired;
    this.#mostNodes[name] = Math.max(this.#mostNodes[name] ?? 0, desired);
  }

  #changeNode(name: string, nodeName: string, change: { readonly cordoned: boolean }): void {
    const group = this.#group(name);
    group.nodes = group.nodes.map((node) => (node.name === nodeName ? { ...node, ...change } : node));
  }

  #terminate(name: string, nodeName: string, isReplaced: boolean): void {
    const group = this.#group(name);
    group.nodes = group.nodes.filter((node) => node.name !== nodeName);
    if (!isReplaced) group.desired -= 1;
    this.#remove(this.#workers.filter(({ node }) => node === nodeName).map((worker) => worker.name));
  }

  #remove(names: readonly string[]): void {
    const gone = this.#workers.filter(({ name }) => names.includes(name));
    const tasks = gone.flatMap((worker) => worker.tasks.map(({ task }) => task));
    this.#interrupted += tasks.length;
    this.#queue = [...tasks, ...this.#queue];
    this.#workers = this.#workers.filter((worker) => !gone.includes(worker));
  }

  #group(name: string): Group {
    const group = this.#groups.get(name);
    if (!group) throw new Error(`the policy named an unknown node group: ${name}`);
    return group;
  }

  #name(prefix: string): string {
    this.#named += 1;
    return `${prefix}-${String(this.#named).padStart(5, "0")}`;
  }

  sample(second: number, decision: Decision | null): void {
    this.#samples.push({
      second,
      visible: this.#queue.length,
      busy: this.#workers.filter(({ tasks }) => tasks.length > 0).length,
      workers: this.#replicas,
      nodes: Object.fromEntries([...this.#groups].map(([name, { nodes }]) => [name, nodes.length])),
      decision,
    });
  }

  run(): Run {
    return {
      samples: this.#samples,
      timesInSystem: this.#timesInSystem,
      finishedAtSeconds: this.#finishedAt,
      interrupted: this.#interrupted,
      mostNodes: this.#mostNodes,
    };
  }
}

/** How often the size changed its direction: 3 → 5 → 4 is one reversal. */
export function reversals(sizes: readonly number[]): number {
  const steps = sizes.slice(1).map((size, index) => Math.sign(size - (sizes[index] ?? size)));
  const moves = steps.filter((step) => step !== 0);
  return moves.slice(1).filter((step, index) => step !== moves[index]).length;
}
