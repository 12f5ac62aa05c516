import type { ScalingReport } from "@mediashare/contract";
import { serve } from "@mediashare/kit";
import type { Decision } from "@mediashare/policy";
import Koa from "koa";

const changesKept = 20;

/** Tells the web fleet what the worker pool decides, as the operator does in a cluster. */
export class ScalingReporter {
  #report: ScalingReport | undefined;

  /** Answers on loopback only: the decisions are the administrator's to see. */
  async listen(port: number): Promise<{ close(): Promise<void> }> {
    const koa = new Koa();
    koa.use((ctx) => {
      if (ctx.path !== "/" || !this.#report) return;
      ctx.body = this.#report;
    });
    const server = await serve(koa, { host: "127.0.0.1", port });
    return { close: () => server.close(0) };
  }

  decided(decision: Decision): void {
    const { workers } = decision;
    if (!workers) return;
    const time = new Date(decision.atMs).toISOString();
    const message = workers.reasons.map((reason) => reason.message).join(" ");
    const { asked, busy, visible, inFlight, meanTaskSeconds, backlogSeconds } = workers.inputs;
    const changes = decision.actions.flatMap((action) =>
      action.type === "scaleWorkers" ? [{ time, from: action.from, to: action.to, message }] : [],
    );
    this.#report = {
      time,
      message,
      workers: { desired: workers.desired, asked, busy, visible, inFlight, meanTaskSeconds, backlogSeconds },
      nodeGroups: [],
      changes: [...changes, ...(this.#report?.changes ?? [])].slice(0, changesKept),
    };
  }
}
