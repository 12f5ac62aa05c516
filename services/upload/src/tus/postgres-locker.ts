import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { acquireUploadLock, type Knex, releaseUploadLock, renewUploadLocks, requestUploadLock, type UploadLock } from "@mediashare/core";
import { type Logger, ProblemError } from "@mediashare/kit";
import type { Lock, Locker } from "@tus/server";

/** A lease outlives its process by at most this. */
const leaseMs = 5_000;
const renewEveryMs = 1_000;
const retryEveryMs = 150;
/** Longer than a lease: a resumed client gets the lock of a process that was killed. */
const patienceMs = 9_000;

/** Why a holder must stop: somebody asked for the lock, or it is not held any more. */
export type StopReason = "requested" | "lost";

interface HeldLock extends UploadLock {
  readonly stop: (reason: StopReason) => void;
  /** By the clock of `performance.now()`. */
  leasedUntil: number;
}

export interface LockHooks {
  /** The lock that is held from now on, or undefined when it is released. */
  readonly onChange: (lock: UploadLock | undefined) => void;
  /** The lock must be let go. */
  readonly stop: (reason: StopReason) => void;
}

/**
 * Leases in Postgres, so that of all processes one writes an upload. One timer renews all leases of a process; it also brings
 * the news that somebody wants a lock, which a request that hangs on a dead connection then gives up.
 */
export class PostgresLocker {
  readonly #db: Knex;
  readonly #logger: Logger;
  readonly #held = new Map<string, HeldLock>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { db: Knex; logger: Logger }) {
    this.#db = options.db;
    this.#logger = options.logger;
  }

  /** For one request of @tus/server. */
  forRequest(hooks: LockHooks): Locker {
    return { newLock: (id) => this.#newLock(id, hooks) };
  }

  /** Takes the lock if nobody has it, without asking for it. */
  async tryAcquire(id: string, stop: (reason: StopReason) => void): Promise<UploadLock | undefined> {
    const lock = { id, holder: randomUUID() };
    const startedAt = performance.now();
    if (!(await acquireUploadLock(this.#db, lock, leaseMs))) return undefined;
    this.#hold({ ...lock, stop, leasedUntil: startedAt + leaseMs });
    return lock;
  }

  async release(lock: UploadLock): Promise<void> {
    this.#held.delete(lock.holder);
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    try {
      await releaseUploadLock(this.#db, lock);
    } catch (error) {
      this.#logger.warn({ err: error, upload: lock.id }, "cannot release a lock; it will expire");
    }
  }

  #newLock(id: string, hooks: LockHooks): Lock {
    let lock: UploadLock | undefined;
    return {
      lock: async (signal) => {
        lock = await this.#acquire(id, hooks.stop, signal);
        hooks.onChange(lock);
      },
      unlock: async () => {
        hooks.onChange(undefined);
        if (lock) await this.release(lock);
      },
    };
  }

  async #acquire(id: string, stop: (reason: StopReason) => void, signal: AbortSignal): Promise<UploadLock> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const lock = await this.tryAcquire(id, stop);
      if (lock) return lock;
      await this.#request(id);
      if (signal.aborted || performance.now() > deadline) {
        throw new ProblemError(423, "locked", "Another request is writing this upload and did not let go in time. Try again.", {
          headers: { "Retry-After": "1" },
        });
      }
      await sleep(retryEveryMs);
    }
  }

  /** Asks in this process directly, elsewhere by the row. */
  async #request(id: string): Promise<void> {
    const own = [...this.#held.values()].filter((held) => held.id === id);
    for (const held of own) held.stop("requested");
    if (own.length === 0) await requestUploadLock(this.#db, id);
  }

  #hold(lock: HeldLock): void {
    this.#held.set(lock.holder, lock);
    this.#timer ??= setInterval(() => {
      this.#renew().catch((error: unknown) => this.#logger.warn({ err: error }, "cannot renew upload locks"));
    }, renewEveryMs);
  }

  async #renew(): Promise<void> {
    const startedAt = performance.now();
    const asked = [...this.#held.values()];
    try {
      const renewed = await renewUploadLocks(
        this.#db,
        asked.map(({ holder }) => holder),
        leaseMs,
      );
      const state = new Map(renewed.map((row) => [row.holder, row.release_requested]));
      for (const held of asked) {
        const requested = state.get(held.holder);
        if (requested === undefined) held.leasedUntil = 0;
        else held.leasedUntil = startedAt + leaseMs;
        if (requested) held.stop("requested");
      }
    } finally {
      for (const held of asked) if (this.#held.has(held.holder) && held.leasedUntil < performance.now()) held.stop("lost");
    }
  }
}
