import type { HashThread } from "../hashing/hash-thread.ts";
import type { RunningHash } from "../hashing/running-hash.ts";

/**
 * The running SHA-256 of uploads that this process has had all bytes of, in order. The oldest go when there are too many:
 * such an upload is read once when it is complete, as is one whose hash went with its thread.
 */
export class HashMemory {
  readonly #running = new Map<string, { readonly hash: RunningHash; readonly offsetBytes: number }>();
  readonly #thread: HashThread;
  readonly #most: number;

  constructor(thread: HashThread, most: number) {
    this.#thread = thread;
    this.#most = most;
  }

  /** The state up to this offset, for one writer to go on with; undefined where it is not known. */
  take(uploadId: string, offsetBytes: number): RunningHash | undefined {
    if (offsetBytes === 0) return this.#thread.begin();
    const known = this.#running.get(uploadId);
    this.#running.delete(uploadId);
    return known?.offsetBytes === offsetBytes && known.hash.isAlive ? known.hash : undefined;
  }

  keep(uploadId: string, offsetBytes: number, hash: RunningHash | undefined): void {
    this.#running.delete(uploadId);
    if (hash === undefined) return;
    this.#running.set(uploadId, { hash, offsetBytes });
    const [oldest] = this.#running.keys();
    if (this.#running.size > this.#most && oldest !== undefined) this.#running.delete(oldest);
  }
}
