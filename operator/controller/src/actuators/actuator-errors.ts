import { DomainError } from "@mediashare/kit";

/** A node group that the pipeline must not touch: not marked as its own, another's, Cluster Autoscaler's. */
export class NodeGroupRefusedError extends DomainError {
  readonly code: string;

  constructor(reason: string, message: string) {
    super(message);
    this.code = reason;
  }
}

/** The pipeline's spec names no such node group. */
export class UnknownNodeGroupError extends DomainError {
  readonly code = "UnknownNodeGroup";

  constructor(group: string) {
    super(`The node group ${group} is not in spec.worker.nodeGroups any more: nothing is done to it.`);
  }
}

/** The Auto Scaling group's own bound stands in the way, and is not changed yet. */
export class NodeGroupBoundsError extends DomainError {
  readonly code = "NodeGroupBounds";

  constructor(group: string, wanted: string, why: string) {
    super(`The node group ${group} cannot have ${wanted} yet: ${why} It is tried again.`);
  }
}

/** Something came to the node since it was decided that it should go. */
export class NodeNotIdleError extends DomainError {
  readonly code = "NodeNotIdle";

  constructor(node: string, why: string) {
    super(`The node ${node} is not idle, so it stays: ${why}`);
  }
}

/** A ReplicaSet takes pods that are not ready first, whatever their deletion cost. */
export class ScaleInHeldError extends DomainError {
  readonly code = "ScaleInHeld";

  constructor(pod: string) {
    super(
      `No worker is taken away: the pod ${pod} is not ready but runs tasks, and Kubernetes would take it first. See why it is not ready.`,
    );
  }
}
