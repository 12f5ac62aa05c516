import type { HashingThread } from "./hash-thread.ts";

/** A SHA-256 under way in the hashing thread, which forgets it when nobody holds this any more. */
export class RunningHash {
  readonly #thread: HashingThread;
  readonly #id: number;
  readonly #newId: () => number;

  constructor(thread: HashingThread, id: number, newId: () => number) {
    this.#thread = thread;
    this.#id = id;
    this.#newId = newId;
    left.register(this, { thread, id });
  }

  /** False once its thread has ended: what was hashed is lost. */
  get isAlive(): boolean {
    return this.#thread.isAlive;
  }

  /**
   * Takes in `bytes`, whose memory is the thread's until then: the buffer that it lies in, and every view of that, is empty at once.
   * Several may be asked for without waiting. @returns that memory again, all of it
   * @throws ProblemError hashing_stopped
   */
  async update(bytes: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> {
    const { buffer } = await this.#thread.ask({ do: "update", id: this.#id, bytes }, bytes.buffer);
    return Buffer.from(buffer);
  }

  /** Of all that `update` was asked for before. @throws ProblemError hashing_stopped */
  async digest(): Promise<Buffer> {
    return Buffer.from(await this.#thread.ask({ do: "digest", id: this.#id }));
  }

  /** Another one, of the same bytes so far. */
  copy(): RunningHash {
    const id = this.#newId();
    this.#thread.tell({ do: "copy", id, from: this.#id });
    return new RunningHash(this.#thread, id, this.#newId);
  }
}

const left = new FinalizationRegistry<{ thread: HashingThread; id: number }>(({ thread, id }) => thread.tell({ do: "forget", id }));
