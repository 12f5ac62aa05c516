import { DomainError } from "@mediashare/kit";
import type { AwsClients } from "./clients.ts";
import { type AwsCall, explainAwsError } from "./explain-error.ts";

/** AWS refused, or did not answer; the message says what to do. */
export class FailedCallError extends DomainError {
  readonly code: string;

  constructor(call: AwsCall, cause: unknown) {
    const { reason, message } = explainAwsError(cause, call);
    super(message, { cause });
    this.code = reason;
  }
}

/** Runs one call of AWS; what it throws says which call it was and what to do. */
export async function during<Value>(call: AwsCall, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof FailedCallError ? error : new FailedCallError(call, error);
  }
}

export function autoScalingCall(operation: string, group: string, { region }: AwsClients): AwsCall {
  return { action: `autoscaling:${operation}`, resource: `the Auto Scaling group ${group}`, region };
}

export function eksCall(operation: string, cluster: string, nodegroup: string, { region }: AwsClients): AwsCall {
  return { action: `eks:${operation}`, resource: `the node group ${nodegroup} of cluster ${cluster}`, region };
}
