import type { Resources } from "./resources.ts";

/** What EC2 says of an instance type. */
export interface InstanceTypeFacts {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly networkInterfaces: number;
  readonly addressesPerInterface: number;
}

const MIB = 2 ** 20;

/**
 * What the hypervisor and the kernel take before the kubelet sees the memory.
 * Karpenter's default for `vm-memory-overhead-percent`, https://karpenter.sh/docs/reference/settings/
 */
const VM_MEMORY_OVERHEAD = 0.075;

/** The kubelet's default for `memory.available` in hard eviction. */
const EVICTION_MIB = 100;

/**
 * What a node of this type will have to give, before the first one is there to ask: EKS's own reservations, from
 * `get_memory_mebibytes_to_reserve` and `get_cpu_millicores_to_reserve` of awslabs/amazon-eks-ami (bootstrap.sh; nodeadm has the same).
 */
export function instanceTypeAllocatable(type: InstanceTypeFacts): Resources {
  const pods = maxPods(type);
  const reservedMib = 11 * pods + 255 + EVICTION_MIB;
  return {
    cpuMilli: type.vcpus * 1000 - reservedCpuMilli(type.vcpus),
    memoryBytes: Math.floor(type.memoryMib * (1 - VM_MEMORY_OVERHEAD) - reservedMib) * MIB,
    pods,
  };
}

/** The AWS VPC CNI without prefix delegation: an address for each pod, and two pods on the host's network (max-pods-calculator.sh). */
function maxPods({ networkInterfaces, addressesPerInterface }: InstanceTypeFacts): number {
  return networkInterfaces * (addressesPerInterface - 1) + 2;
}

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others. */
function reservedCpuMilli(vcpus: number): number {
  const share = (from: number, to: number, milli: number): number => Math.max(0, Math.min(vcpus, to) - from) * milli;
  return Math.floor(share(0, 1, 60) + share(1, 2, 10) + share(2, 4, 5) + share(4, Number.POSITIVE_INFINITY, 2.5));
}
