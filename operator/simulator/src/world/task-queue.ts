import { jitter } from "../random.ts";

export interface Task {
  readonly arrivedAt: number;
  readonly seconds: number;
  /** Work that need not be done again after an interruption. */
  readonly doneSeconds: number;
}

export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
}

/** First in, first out; tasks that were released come first. */
export class TaskQueue {
  readonly #lagSeconds: number;
  readonly #noise: number;
  readonly #random: () => number;
  readonly #history: QueueCounts[] = [];
  #tasks: Task[] = [];
  #head = 0;

  constructor(lagSeconds: number, noise: number, random: () => number) {
    this.#lagSeconds = lagSeconds;
    this.#noise = noise;
    this.#random = random;
  }

  get visible(): number {
    return this.#tasks.length - this.#head;
  }

  push(task: Task): void {
    this.#tasks.push(task);
  }

  release(tasks: readonly Task[]): void {
    if (tasks.length === 0) return;
    this.#tasks = [...tasks, ...this.#tasks.slice(this.#head)];
    this.#head = 0;
  }

  take(): Task | undefined {
    const task = this.#tasks[this.#head];
    if (task) this.#head += 1;
    return task;
  }

  /** Keeps what readers see later: nothing is seen as nothing, the rest is off by a little. */
  record(inFlight: number): void {
    const seen = (count: number) => Math.round(count * jitter(this.#noise, this.#random));
    this.#history.push({ visible: seen(this.visible), inFlight: seen(inFlight) });
    if (this.#history.length > this.#lagSeconds + 1) this.#history.shift();
  }

  /** As somebody sees it who asks now. */
  counts(): QueueCounts {
    return this.#history[0] ?? { visible: 0, inFlight: 0 };
  }
}
