import { setTimeout as sleep } from "node:timers/promises";
import { DomainError, type Logger } from "@mediashare/kit";
import { isConflict, isNotFound } from "./errors.ts";
import type { KubeClient } from "./kube-client.ts";
import type { Lease } from "./lease.ts";

/** The periods of client-go: https://pkg.go.dev/k8s.io/client-go/tools/leaderelection */
export const electionPeriods = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2_000 } as const;

/** A leader whose renewal failed tries so many times in a retry period: an API server that restarts is back within the deadline, just. */
const impatience = 4;

export interface LeaderElectionOptions {
  readonly kube: Pick<KubeClient, "get" | "create" | "replace">;
  readonly namespace: string;
  readonly name: string;
  /** Of this process, not of its pod: one that is started again must wait for its own old lease. */
  readonly identity: string;
  readonly logger: Logger;
  readonly periods?: { readonly [K in keyof typeof electionPeriods]: number };
  readonly random?: () => number;
}

export class LeaseLostError extends DomainError {
  readonly code = "lease_lost";
}

/**
 * One of several replicas works, by a Lease. A candidate takes the Lease over when it has seen no renewal for the lease's duration by
 * its own clock: the holder's clock is never trusted. Updates are conditional on the version that was read.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #periods: NonNullable<LeaderElectionOptions["periods"]>;
  readonly #path: string;
  readonly #random: () => number;
  /** The Lease as last seen, and when a change of it was seen. */
  #seen: { readonly lease: Lease; readonly atMs: number } | undefined;
  /** When the last renewal that succeeded was sent: others can have seen it only later. */
  #renewedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#periods = options.periods ?? electionPeriods;
    this.#random = options.random ?? Math.random;
    this.#path = `/apis/coordination.k8s.io/v1/namespaces/${options.namespace}/leases`;
  }

  /** Whether this replica may act: nobody else can have taken over yet. False too when this process was stopped for a while. */
  get holds(): boolean {
    return performance.now() - this.#renewedAtMs < this.#periods.renewDeadlineMs;
  }

  /** Resolves when this replica leads. @throws the signal's reason */
  async acquire(signal: AbortSignal): Promise<void> {
    while (!(await this.#attempt())) await sleep(this.#nextTryMs(), undefined, { signal });
  }

  /** Renews until the signal ends it, and then lets the Lease go. @throws LeaseLostError when it could not be renewed in time */
  async keep(signal: AbortSignal): Promise<void> {
    const { retryPeriodMs, renewDeadlineMs } = this.#periods;
    let isRenewed = true;
    while (!signal.aborted) {
      const pauseMs = isRenewed ? retryPeriodMs : retryPeriodMs / impatience;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      // A request that hangs must not outlast the lease.
      isRenewed = await this.#within(this.#renewedAtMs + renewDeadlineMs, this.#attempt());
    }
    await this.#release();
  }

  async #within(deadlineMs: number, attempt: Promise<boolean>): Promise<boolean> {
    const waiting = new AbortController();
    const late = sleep(Math.max(0, deadlineMs - performance.now()), false, { signal: waiting.signal }).catch(() => false);
    const isRenewed = await Promise.race([attempt, late]);
    waiting.abort();
    if (this.holds) return isRenewed;
    const { namespace, name } = this.#options;
    const seconds = this.#periods.renewDeadlineMs / 1000;
    throw new LeaseLostError(
      `The Lease ${namespace}/${name} could not be renewed within ${seconds} s: look whether the API server can be reached, and who holds the Lease.`,
    );
  }

  /** At the latest when the lease that was seen ends. */
  #nextTryMs(): number {
    const { retryPeriodMs } = this.#periods;
    const { atMs = 0, lease } = this.#seen ?? {};
    const endsInMs = atMs + durationMs(lease) - performance.now();
    return Math.min(retryPeriodMs, endsInMs > 0 ? endsInMs + 1 : retryPeriodMs) * (1 + 0.1 * this.#random());
  }

  async #attempt(): Promise<boolean> {
    const sentAtMs = performance.now();
    try {
      const isOurs = await this.#acquireOrRenew();
      if (isOurs) this.#renewedAtMs = sentAtMs;
      return isOurs;
    } catch (error) {
      // Who writes it meanwhile is seen at the next try.
      this.#seen = this.#seen && { ...this.#seen, lease: withoutVersion(this.#seen.lease) };
      if (!isConflict(error)) this.#options.logger.warn({ err: error }, "the leader's Lease cannot be read or written");
      return false;
    }
  }

  async #acquireOrRenew(): Promise<boolean> {
    const { kube, identity, name } = this.#options;
    const held = this.#seen?.lease;
    const isHeld = held?.spec?.holderIdentity === identity && held.metadata.resourceVersion !== undefined;
    // The holder knows what it wrote last.
    const lease = isHeld ? held : await this.#read();
    const now = new Date().toISOString().replace("Z", "000Z");
    const renewed = { holderIdentity: identity, leaseDurationSeconds: this.#periods.leaseDurationMs / 1000, renewTime: now };
    if (!lease) {
      this.#observe(await kube.create<Lease>(this.#path, this.#lease({ ...renewed, acquireTime: now, leaseTransitions: 0 })));
      return true;
    }
    const { spec = {}, metadata } = lease;
    this.#observe(lease);
    const isOurs = spec.holderIdentity === identity;
    if (!isOurs && spec.holderIdentity && !this.#isExpired()) {
      this.#renewedAtMs = Number.NEGATIVE_INFINITY;
      return false;
    }
    const taken = isOurs ? {} : { acquireTime: now, leaseTransitions: (spec.leaseTransitions ?? 0) + 1 };
    const body = { ...this.#lease({ ...spec, ...renewed, ...taken }), metadata };
    this.#observe(await kube.replace<Lease>(`${this.#path}/${name}`, body));
    return true;
  }

  async #release(): Promise<void> {
    const { kube, identity, name } = this.#options;
    this.#renewedAtMs = Number.NEGATIVE_INFINITY;
    const lease = await this.#read().catch(() => undefined);
    if (lease?.spec?.holderIdentity !== identity) return;
    const released = { ...this.#lease({ ...lease.spec, holderIdentity: "", leaseDurationSeconds: 1 }), metadata: lease.metadata };
    // Who does not get it this way waits for its end.
    await kube.replace(`${this.#path}/${name}`, released).catch(() => undefined);
  }

  #read(): Promise<Lease | undefined> {
    const { kube, name } = this.#options;
    return kube.get<Lease>(`${this.#path}/${name}`).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  #observe(lease: Lease): void {
    const isSame = this.#seen && this.#seen.lease.spec?.renewTime === lease.spec?.renewTime && isSameHolder(this.#seen.lease, lease);
    this.#seen = { lease, atMs: isSame && this.#seen ? this.#seen.atMs : performance.now() };
  }

  #isExpired(): boolean {
    return this.#seen !== undefined && performance.now() - this.#seen.atMs > durationMs(this.#seen.lease);
  }

  #lease(spec: NonNullable<Lease["spec"]>): Lease {
    const { namespace, name } = this.#options;
    return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { namespace, name }, spec };
  }
}

function durationMs(lease: Lease | undefined): number {
  return (lease?.spec?.leaseDurationSeconds ?? electionPeriods.leaseDurationMs / 1000) * 1000;
}

function isSameHolder(one: Lease, other: Lease): boolean {
  return one.spec?.holderIdentity === other.spec?.holderIdentity;
}

function withoutVersion({ metadata: { resourceVersion: _version, ...metadata }, ...lease }: Lease): Lease {
  return { ...lease, metadata };
}
