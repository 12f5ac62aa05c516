export interface RaisePlan {
  /** `null`: as many, or more, are asked for already. */
  readonly setDesired: number | null;
  readonly raiseMax: boolean;
}

/** How far a group can be raised now: never above the spec's max, and up to the Auto Scaling group's own until that is raised. */
export function planRaise(given: {
  readonly to: number;
  readonly max: number;
  readonly group: { readonly desiredNodes: number; readonly maxNodes: number };
}): RaisePlan {
  const { desiredNodes, maxNodes } = given.group;
  const wanted = Math.min(given.to, given.max);
  const possible = Math.min(wanted, maxNodes);
  return { setDesired: possible > desiredNodes ? possible : null, raiseMax: wanted > maxNodes };
}
