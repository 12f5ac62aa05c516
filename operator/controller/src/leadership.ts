import { setTimeout as sleep } from "node:timers/promises";
import { DomainError, type Logger } from "@mediashare/kit";
import type { LeaderElection } from "./kube/leader-election.ts";
import type { ControllerMetrics } from "./metrics.ts";
import type { Operator } from "./operator.ts";

export class NotLeadingError extends DomainError {
  readonly code = "not_leading";

  constructor() {
    super("This replica does not lead: nothing is changed.");
  }
}

export interface LeadershipOptions {
  /** `null`: whoever only looks needs nobody's leave. */
  readonly election: LeaderElection | null;
  readonly logger: Logger;
  readonly metrics: Pick<ControllerMetrics, "leading">;
}

/** Lets the operator work while this replica leads; the process ends at once when it no longer does. */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #stopping = new AbortController();
  #leading: Promise<void> = Promise.resolve();

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  start(operator: Pick<Operator, "hasSynced" | "lead">): void {
    this.#leading = this.#lead(operator).catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      // Another replica works now: whatever this one still does would be done twice.
      this.#options.logger.fatal({ err: error }, "this replica no longer leads");
      process.exit(1);
    });
  }

  /** To be called before each change. @throws NotLeadingError when another replica may work by now */
  insist(): void {
    if (this.#options.election?.holds === false) throw new NotLeadingError();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#leading;
  }

  async #lead(operator: Pick<Operator, "hasSynced" | "lead">): Promise<void> {
    const { election, logger, metrics } = this.#options;
    const { signal } = this.#stopping;
    // A candidate that does not know the cluster yet would only keep another from working.
    while (!operator.hasSynced) await sleep(50, undefined, { signal });
    await election?.acquire(signal);
    metrics.leading(true);
    logger.info("this replica leads");
    operator.lead();
    await election?.keep(signal);
  }
}
