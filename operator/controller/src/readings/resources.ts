import { parseQuantity } from "./parse-quantity.ts";

/** What a pod asks for, or a node has to give. */
export interface Resources {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

type Quantities = Readonly<Record<string, string | number>>;

interface Container {
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: Quantities | undefined; readonly limits?: Quantities | undefined };
}

/** The part of a pod's spec that says what it takes of a node. */
export interface PodResources {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly overhead?: Quantities;
}

const NOTHING: Resources = { cpuMilli: 0, memoryBytes: 0, pods: 0 };

/** `status.allocatable` of a node. */
export function allocatableOf(quantities: Quantities): Resources {
  return { ...read(quantities), pods: Math.floor(numberOf(quantities.pods)) };
}

/**
 * What the scheduler books for a pod: the sum of its containers and sidecars, or its largest init container if that is more.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function requestsOf(pod: PodResources): Resources {
  const initContainers = pod.initContainers ?? [];
  const running = [...(pod.containers ?? []), ...initContainers.filter(isSidecar)].map(requestOf);
  const starting = initContainers.filter((container) => !isSidecar(container)).map(requestOf);
  const largest = starting.reduce(greater, NOTHING);
  return { ...add(greater(addAll(running), largest), read(pod.overhead ?? {})), pods: 1 };
}

export function addAll(resources: readonly Resources[]): Resources {
  return resources.reduce(add, NOTHING);
}

export function subtract(a: Resources, b: Resources): Resources {
  return { cpuMilli: a.cpuMilli - b.cpuMilli, memoryBytes: a.memoryBytes - b.memoryBytes, pods: a.pods - b.pods };
}

function add(a: Resources, b: Resources): Resources {
  return { cpuMilli: a.cpuMilli + b.cpuMilli, memoryBytes: a.memoryBytes + b.memoryBytes, pods: a.pods + b.pods };
}

function greater(a: Resources, b: Resources): Resources {
  return {
    cpuMilli: Math.max(a.cpuMilli, b.cpuMilli),
    memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
    pods: Math.max(a.pods, b.pods),
  };
}

/** A limit without a request counts as the request: the API server fills it in so. */
function requestOf({ resources }: Container): Resources {
  return read({ ...resources?.limits, ...resources?.requests });
}

function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === "Always";
}

function read({ cpu, memory }: Quantities): Resources {
  return { cpuMilli: Math.ceil(numberOf(cpu) * 1000), memoryBytes: numberOf(memory), pods: 0 };
}

function numberOf(quantity: string | number | undefined): number {
  return (quantity === undefined ? null : parseQuantity(quantity)) ?? 0;
}
