import { createHash, type Hash } from "node:crypto";

/**
 * The running SHA-256 of uploads that this process has had all bytes of, in order. The oldest go when there are too many:
 * such an upload is read once when it is complete.
 */
export class HashMemory {
  readonly #running = new Map<string, { readonly hash: Hash; readonly offsetBytes: number }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The state up to this offset, for one writer to go on with; undefined where it is not known. */
  take(uploadId: string, offsetBytes: number): Hash | undefined {
    if (offsetBytes === 0) return createHash("sha256");
    const known = this.#running.get(uploadId);
    this.#running.delete(uploadId);
    return known?.offsetBytes === offsetBytes ? known.hash : undefined;
  }

  keep(uploadId: string, offsetBytes: number, hash: Hash | undefined): void {
    this.#running.delete(uploadId);
    if (hash === undefined) return;
    this.#running.set(uploadId, { hash, offsetBytes });
    const [oldest] = this.#running.keys();
    if (this.#running.size > this.#most && oldest !== undefined) this.#running.delete(oldest);
  }
}
