/** The parts of a MediaPipeline that readings and actuators look at. */
export interface ScaledPipeline {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly region: string;
    readonly queue: { readonly url: string; readonly endpoint?: string | undefined };
    readonly credentialsSecretRef?: { readonly name: string } | undefined;
    readonly upload?: ScaledFleet | undefined;
    readonly web?: ScaledFleet | undefined;
    readonly worker?:
      | {
          readonly scaling: { readonly max: number };
          readonly resources?: ContainerResources | undefined;
          readonly nodeGroups?: readonly NodeGroupClaim[] | undefined;
        }
      | undefined;
  };
}

export interface ScaledFleet {
  /** Left out: somebody else scales it. */
  readonly scaling?: FleetScaling | undefined;
}

export interface FleetScaling {
  readonly metric: { readonly requestCountPerTarget?: number | undefined; readonly cpuUtilization?: number | undefined };
  readonly targetGroup?: string | undefined;
}

export interface NodeGroupClaim {
  readonly name: string;
  readonly cluster: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly min: number;
  readonly max: number;
  readonly workersPerNode?: number | undefined;
}

interface ContainerResources {
  readonly requests?: Readonly<Record<string, string | number>> | undefined;
  readonly limits?: Readonly<Record<string, string | number>> | undefined;
}
