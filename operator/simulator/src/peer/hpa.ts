import { downLimit, type ScaleEvent, type ScalingPolicy, upLimit } from "./hpa-limits.ts";

interface ScalingRules {
  readonly stabilizationWindow: number;
  /** The one that changes most counts (selectPolicy Max). */
  readonly policies: readonly ScalingPolicy[];
}

export interface HpaBehavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

export interface HpaSettings {
  readonly syncPeriod: number;
  readonly tolerance: number;
  /** Of the controller: holds for an HPA without a behavior. */
  readonly downscaleStabilization: number;
  readonly behavior: HpaBehavior | null;
}

export interface HpaBounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

interface Recommendation {
  readonly second: number;
  readonly replicas: number;
}

/** Without a behavior the fleet may double in one sync, or grow to four. */
const FACTOR = 2;
const AT_LEAST = 4;

/**
 * autoscaling/v2 over one external metric with an AverageValue target, by the rules of Kubernetes 1.34 (podautoscaler/horizontal.go,
 * replica_calculator.go). Such a metric counts no pods as missing or unready: the controller asks it for no pods at all.
 */
export class Hpa {
  readonly #settings: HpaSettings;
  readonly #bounds: HpaBounds;
  #recommendations: readonly Recommendation[] | null = null;
  #events: readonly ScaleEvent[] = [];

  constructor(settings: HpaSettings, bounds: HpaBounds) {
    this.#settings = settings;
    this.#bounds = bounds;
  }

  /** One sync: the replicas to have. */
  sync(current: number, metric: number, target: number, second: number): number {
    this.#recommendations ??= [{ second, replicas: current }];
    const replicas = this.#decide(current, metric, target, second);
    if (replicas !== current && this.#settings.behavior) this.#remember({ second, by: replicas - current }, this.#settings.behavior);
    return replicas;
  }

  #decide(current: number, metric: number, target: number, second: number): number {
    const { minReplicas, maxReplicas } = this.#bounds;
    // Somebody set it to zero: scaling is off.
    if (current === 0 && minReplicas !== 0) return 0;
    if (current > maxReplicas) return maxReplicas;
    if (current < minReplicas) return minReplicas;
    const recommended = recommend(current, metric, target, this.#settings.tolerance);
    const { behavior } = this.#settings;
    const replicas = behavior ? this.#withBehavior(recommended, current, behavior, second) : this.#without(recommended, current, second);
    this.#recommendations = [...this.#recent(second), { second, replicas: recommended }];
    return replicas;
  }

  #without(recommended: number, current: number, second: number): number {
    const { minReplicas, maxReplicas } = this.#bounds;
    const highest = Math.max(recommended, ...this.#within(this.#settings.downscaleStabilization + 1, second));
    const most = Math.min(maxReplicas, Math.max(FACTOR * current, AT_LEAST));
    return highest < minReplicas ? minReplicas : Math.min(highest, most);
  }

  /** The lowest recommendation of the one window on the way up, the highest of the other on the way down; then at most so much at once. */
  #withBehavior(recommended: number, current: number, { scaleUp, scaleDown }: HpaBehavior, second: number): number {
    const { minReplicas, maxReplicas } = this.#bounds;
    const up = Math.min(recommended, ...this.#within(scaleUp.stabilizationWindow, second));
    const down = Math.max(recommended, ...this.#within(scaleDown.stabilizationWindow, second));
    const stable = Math.min(Math.max(current, up), down);
    if (stable > current) {
      const limit = Math.max(current, upLimit(current, scaleUp.policies, this.#events, second));
      return Math.min(stable, limit, maxReplicas);
    }
    if (stable < current) {
      const limit = Math.min(current, downLimit(current, scaleDown.policies, this.#events, second));
      return Math.max(stable, limit, minReplicas);
    }
    return stable;
  }

  #within(window: number, second: number): readonly number[] {
    return (this.#recommendations ?? []).filter((past) => second - past.second < window).map(({ replicas }) => replicas);
  }

  #recent(second: number): readonly Recommendation[] {
    const { behavior, downscaleStabilization } = this.#settings;
    const longest = behavior
      ? Math.max(behavior.scaleUp.stabilizationWindow, behavior.scaleDown.stabilizationWindow)
      : downscaleStabilization + 1;
    return (this.#recommendations ?? []).filter((past) => second - past.second < longest);
  }

  #remember(event: ScaleEvent, { scaleUp, scaleDown }: HpaBehavior): void {
    const longest = Math.max(...[...scaleUp.policies, ...scaleDown.policies].map(({ period }) => period));
    this.#events = [...this.#events.filter(({ second }) => event.second - second < longest), event];
  }
}

/** metric ÷ target, rounded up, unless that is within the tolerance of what there is. */
function recommend(current: number, metric: number, target: number, tolerance: number): number {
  const ratio = metric / (target * current);
  return 1 - tolerance <= ratio && ratio <= 1 + tolerance ? current : Math.ceil(metric / target);
}
