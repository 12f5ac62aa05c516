import type { Action } from "@mediashare/policy";

/** One sentence for an Event. */
export function describeAction(action: Action): string {
  switch (action.type) {
    case "scaleWorkers":
      return `Workers ${arrow(action.from, action.to)}.`;
    case "scaleFleet":
      return `The ${action.fleet} fleet ${arrow(action.from, action.to)}.`;
    case "raiseNodeGroup":
      return `Node group ${action.group} ${arrow(action.from, action.to)}.`;
    case "cancelNodes":
      return `Node group ${action.group} ${arrow(action.from, action.to)}: what never came is no longer asked for.`;
    case "cordonNode":
      return `Node ${action.node} of ${action.group} takes no more pods.`;
    case "uncordonNode":
      return `Node ${action.node} of ${action.group} takes pods again.`;
    case "drainWorkers":
      return `Workers on node ${action.node} of ${action.group} finish what they run and take no more.`;
    case "evictWorkers":
      return `Idle workers leave node ${action.node} of ${action.group}.`;
    case "terminateNode":
      return `Node ${action.node} of ${action.group} ends.`;
  }
}

function arrow(from: number | null, to: number): string {
  return from === null ? `to ${to}` : `from ${from} to ${to}`;
}
