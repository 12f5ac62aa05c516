import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { hashingStopped } from "../problems.ts";
import type { HashOrder } from "./orders.ts";
import { RunningHash } from "./running-hash.ts";

const script = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/** It holds hashes, and at any moment the few parts that were handed to it, which are outside of its heap. */
const heapMb = 32;

/**
 * One thread that makes SHA-256 for all uploads of this process, so that the one of the event loop need not: of a GiB it was
 * 0.8 s of that one's 1.9 s of CPU. Begun with the first hash, and again with the next one after it has ended.
 */
export class HashThread {
  #running: Running | undefined;
  #hashCount = 0;

  /** Of no bytes yet. */
  begin(): RunningHash {
    this.#running = this.#running?.isAlive ? this.#running : new Running();
    const id = this.#hashCount++;
    this.#running.tell({ do: "begin", id });
    return new RunningHash(this.#running, id, () => this.#hashCount++);
  }

  /** Ends it; what it was to hash fails. */
  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}

/** What a hash needs of the thread that it lives in. */
export interface HashingThread {
  readonly isAlive: boolean;
  /** In the order of the calls. */
  tell(order: HashOrder): void;
  /** As `tell`, and resolves with the answer: the same bytes, or a digest. @throws ProblemError hashing_stopped */
  ask(order: HashOrder, handedOver?: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>>;
}

class Running implements HashingThread {
  isAlive = true;
  readonly #worker = new Worker(script, { name: "hashing", resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  /** Answers come in the order of the questions. */
  readonly #asked: PromiseWithResolvers<Uint8Array<ArrayBuffer>>[] = [];

  constructor() {
    this.#worker.on("message", (bytes: Uint8Array<ArrayBuffer>) => this.#asked.shift()?.resolve(bytes));
    this.#worker.on("messageerror", (error) => this.#end(error));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", (code) => this.#end(new Error(`The hashing thread ended with ${code}`)));
    this.#worker.unref();
  }

  tell(order: HashOrder): void {
    this.#worker.postMessage(order);
  }

  ask(order: HashOrder, handedOver?: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.isAlive) return Promise.reject(hashingStopped());
    const asked = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    // First of all, as it throws where the memory cannot be handed over, and nothing is asked then.
    this.#worker.postMessage(order, handedOver ? [handedOver] : []);
    this.#asked.push(asked);
    return asked.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(cause: unknown): void {
    this.isAlive = false;
    for (const { reject } of this.#asked.splice(0)) reject(hashingStopped(cause));
    // After a message that cannot be read nothing says any more which answer is whose.
    void this.#worker.terminate();
  }
}
