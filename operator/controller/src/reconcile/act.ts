import type { MediaPipeline } from "@mediashare/api";
import type { Logger } from "@mediashare/kit";
import type { Action, Decision } from "@mediashare/policy";
import { NodeNotIdleError } from "../actuators/actuator-errors.ts";
import type { Actuators } from "../actuators/actuators.ts";
import type { ControllerMetrics } from "../metrics.ts";
import { type Fault, toFault } from "./fault.ts";

export interface ActOptions {
  readonly actuators: Pick<Actuators, "run">;
  readonly metrics: Pick<ControllerMetrics, "acted">;
  readonly logger: Logger;
  /** Throws when another replica may work by now. */
  readonly insist: () => void;
  readonly dryRun: boolean;
}

export interface Acted {
  readonly done: readonly Action[];
  readonly faults: readonly Fault[];
}

/** Does what was decided, in order. What fails is tried again with the next decision, from fresh readings. */
export async function act(pipeline: MediaPipeline, decision: Decision, options: ActOptions): Promise<Acted> {
  const { namespace, name } = pipeline.metadata;
  const log = options.logger.child({ pipeline: `${namespace}/${name}`, dryRun: options.dryRun });
  const done: Action[] = [];
  const faults: Fault[] = [];
  for (const action of decision.actions) {
    options.insist();
    log.info({ action, reasons: decision.workers?.reasons }, options.dryRun ? "would scale" : "scaling");
    if (options.dryRun) continue;
    const outcome = await attempt(pipeline, action, options, log);
    if (outcome === "done") done.push(action);
    else if (outcome !== "outrun") faults.push(outcome);
  }
  return { done, faults };
}

async function attempt(
  pipeline: MediaPipeline,
  action: Action,
  { actuators, metrics }: ActOptions,
  log: Logger,
): Promise<Fault | "done" | "outrun"> {
  try {
    await actuators.run(pipeline, action);
    metrics.acted(action.type, "done");
    return "done";
  } catch (error) {
    metrics.acted(action.type, "failed");
    log.warn({ err: error, action }, "an action failed; the next decision comes from fresh readings");
    // A pod that came meanwhile is no fault: the next decision knows it.
    return error instanceof NodeNotIdleError ? "outrun" : toFault(error, "ScalingFailed");
  }
}
