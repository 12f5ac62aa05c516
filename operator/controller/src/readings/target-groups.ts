import type { Kube } from "./kube.ts";
import { asking, KubeCallError } from "./kube-call.ts";
import type { ScaledPipeline } from "./pipeline.ts";
import { ReadingError } from "./reading-fault.ts";
import { type Clock, SharedReadings } from "./shared-readings.ts";

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
interface TargetGroupBinding {
  readonly spec: { readonly serviceRef: { readonly name: string }; readonly targetGroupARN?: string };
}

const maxAgeMs = 60_000;

/** Finds the target groups that the AWS Load Balancer Controller has made for a pipeline's Services. */
export class TargetGroups {
  readonly #kube: Kube;
  readonly #shared: SharedReadings<readonly TargetGroupBinding[]>;

  constructor(kube: Kube, now: Clock) {
    this.#kube = kube;
    this.#shared = new SharedReadings({ now, maxAgeMs });
  }

  async find(pipeline: ScaledPipeline, fleet: string): Promise<string> {
    const { name, namespace } = pipeline.metadata;
    const bindings = await this.#list(namespace);
    const arn = bindings.find(({ spec }) => spec.serviceRef.name === `${name}-${fleet}`)?.spec.targetGroupARN;
    if (arn !== undefined) return arn;
    const message = `No target group of the Service ${name}-${fleet} is known: no TargetGroupBinding in ${namespace} names it. Set spec.${fleet}.scaling.targetGroup to the target group's ARN, or wait until the AWS Load Balancer Controller has made one.`;
    throw new ReadingError("TargetGroupUnknown", message);
  }

  #list(namespace: string): Promise<readonly TargetGroupBinding[]> {
    return this.#shared.get(namespace, async () => {
      const path = `/apis/elbv2.k8s.aws/v1beta1/namespaces/${namespace}/targetgroupbindings`;
      try {
        return await asking(`list targetgroupbindings.elbv2.k8s.aws in ${namespace}`, () => this.#kube.list<TargetGroupBinding>(path));
      } catch (error) {
        // A cluster without that controller does not know the resource.
        if (error instanceof KubeCallError && error.status === 404) return [];
        throw error;
      }
    });
  }
}
