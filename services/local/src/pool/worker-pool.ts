import { setTimeout as sleep } from "node:timers/promises";
import { type Knex, meanTaskSeconds, type TaskQueue } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";
import { type Decision, decide, emptyMemory, type Memory, type Observation, type PolicySpec, type WorkerMember } from "@mediashare/policy";
import { findFreePort } from "../free-port.ts";
import type { Supervised } from "../supervised.ts";
import { askWorker } from "./ask-worker.ts";

const tickMs = 1_000;
/** How many of the last tasks make the mean. */
const meanSample = 50;

export interface WorkerPoolOptions {
  readonly db: Knex;
  readonly queue: TaskQueue;
  readonly max: number;
  readonly launch: (name: string, port: number) => Supervised;
  readonly graceMs: number;
  readonly logger: Logger;
  /** Hears of every decision. */
  readonly onDecision: (decision: Decision) => void;
}

interface PoolWorker {
  readonly name: string;
  readonly port: number;
  readonly process: Supervised;
  started: boolean;
}

/** Worker processes, as many as the same policy wants that scales them in a cluster. Resolves when the first one is ready. */
export async function startWorkerPool(options: WorkerPoolOptions): Promise<{ stop(): Promise<void> }> {
  const pool = new WorkerPool(options);
  await pool.scaleTo(1, []);
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    let memory = emptyMemory();
    while (!stopping.signal.aborted) {
      memory = await pool.tick(memory);
      await sleep(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await pool.stop();
    },
  };
}

class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #spec: PolicySpec;
  #workers: PoolWorker[] = [];
  #launched = 0;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#spec = {
      worker: {
        mode: "Auto",
        min: 1,
        max: options.max,
        concurrency: 1,
        // A person waits: a second worker is worth its start when there is work for more than a moment.
        drainTargetMs: 3_000,
        scaleDownDelayMs: 30_000,
        defaultTaskSeconds: 2,
      },
    };
  }

  /** One look, one decision, and what it asks for. */
  async tick(memory: Memory): Promise<Memory> {
    const observation = await this.#observe();
    const result = decide(observation, this.#spec, memory, Date.now());
    this.#options.onDecision(result.decision);
    for (const action of result.decision.actions) {
      if (action.type !== "scaleWorkers") continue;
      this.#options.logger.info({ action, decision: result.decision.workers }, "scaling workers");
      await this.scaleTo(action.to, action.removeFirst).catch((error: unknown) => {
        this.#options.logger.error({ err: error }, "cannot scale the workers; the next tick tries again");
      });
    }
    return result.memory;
  }

  async scaleTo(count: number, removeFirst: readonly string[]): Promise<void> {
    while (this.#workers.length < count) await this.#add();
    const leaving = removeFirst.slice(0, Math.max(0, this.#workers.length - count));
    const gone = this.#workers.filter(({ name }) => leaving.includes(name));
    this.#workers = this.#workers.filter((worker) => !gone.includes(worker));
    await Promise.all(gone.map(({ process }) => process.stop(this.#options.graceMs)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map(({ process }) => process.stop(this.#options.graceMs)));
  }

  async #add(): Promise<void> {
    this.#launched += 1;
    const name = `worker-${this.#launched}`;
    const port = await findFreePort();
    const worker: PoolWorker = { name, port, process: this.#options.launch(name, port), started: false };
    this.#workers.push(worker);
    await worker.process.start();
    worker.started = true;
  }

  async #observe(): Promise<Observation> {
    const { db, queue } = this.#options;
    const takenAtMs = Date.now();
    const [depth, seconds, members] = await Promise.all([
      queue.depth().catch(() => undefined),
      meanTaskSeconds(db, meanSample).catch(() => undefined),
      Promise.all(this.#workers.map(describeMember)),
    ]);
    return {
      worker: {
        queue: depth ? { value: { visible: depth.visible, inFlight: depth.inFlight }, takenAtMs } : null,
        meanTaskSeconds: seconds === undefined ? null : { value: seconds, takenAtMs },
        workers: { value: { asked: this.#workers.length, members }, takenAtMs },
      },
    };
  }
}

async function describeMember({ name, port, started }: PoolWorker): Promise<WorkerMember> {
  if (!started) return { name, state: "starting" };
  const report = await askWorker(port);
  if (report === null) return { name, state: "unknown" };
  return { name, state: report.tasksInFlight > 0 ? "busy" : "idle", ...(report.isPaused && { isPaused: true }) };
}
