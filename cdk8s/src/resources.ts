import { k8s } from "cdk8s-plus-27";

/** Amounts of cpu, memory and the like, as Kubernetes writes them. */
export interface Resources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

export function toResources(resources: Resources | undefined): k8s.ResourceRequirements {
  return { requests: toQuantities(resources?.requests), limits: toQuantities(resources?.limits) };
}

function toQuantities(amounts: Readonly<Record<string, string | number>> = {}): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [
      name,
      typeof amount === "number" ? k8s.Quantity.fromNumber(amount) : k8s.Quantity.fromString(amount),
    ]),
  );
}
