import type { Scaler } from "../scaler.ts";
import { workerOf } from "../simulate.ts";
import { ClusterAutoscaler } from "./cluster-autoscaler.ts";
import { Keda } from "./keda.ts";
import type { PeerSettings } from "./settings.ts";

/** What one would run instead of the operator: KEDA and the HPA for workers, Cluster Autoscaler for nodes; neither knows of the other. */
export function peerScaler(settings: PeerSettings): Scaler {
  return {
    name: settings.name,
    start(spec, random) {
      const keda = new Keda(settings, workerOf(spec), random);
      const clusterAutoscaler = new ClusterAutoscaler(settings.clusterAutoscaler, random);
      return (world, second) => {
        keda.act(world, second);
        clusterAutoscaler.act(world, second);
      };
    },
  };
}
