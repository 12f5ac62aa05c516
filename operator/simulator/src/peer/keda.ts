import { every } from "../scaler.ts";
import type { World } from "../world/world.ts";
import { Hpa } from "./hpa.ts";
import type { PeerSettings } from "./settings.ts";

/** A ScaledObject with an aws-sqs-queue trigger: KEDA takes the Deployment from 0 to 1 and back, the HPA does the rest. */
export class Keda {
  readonly #settings: PeerSettings;
  readonly #hpa: Hpa;
  readonly #minReplicaCount: number;
  readonly #pollIsDue: (second: number) => boolean;
  readonly #syncIsDue: (second: number) => boolean;
  #lastActive = Number.NEGATIVE_INFINITY;

  constructor(settings: PeerSettings, { min, max }: { readonly min: number; readonly max: number }, random: () => number) {
    this.#settings = settings;
    this.#minReplicaCount = min;
    this.#hpa = new Hpa(settings.hpa, { minReplicas: Math.max(1, min), maxReplicas: Math.max(1, max) });
    this.#pollIsDue = every(settings.keda.pollingInterval, random);
    this.#syncIsDue = every(settings.hpa.syncPeriod, random);
  }

  act(world: World, second: number): void {
    const { activationQueueLength, queueLength, scaleOnInFlight } = this.#settings.keda;
    const { visible, inFlight } = world.queue.counts();
    const length = scaleOnInFlight ? visible + inFlight : visible;
    if (this.#pollIsDue(second)) this.#poll(length > activationQueueLength, world, second);
    if (this.#syncIsDue(second)) scale(this.#hpa.sync(world.replicas, length, queueLength, second), world, second);
  }

  #poll(isActive: boolean, world: World, second: number): void {
    const min = this.#minReplicaCount;
    if (isActive) {
      this.#lastActive = second;
      if (world.replicas === 0) scale(Math.max(1, min), world, second);
    } else if (world.replicas > 0 && min === 0) {
      if (second - this.#lastActive > this.#settings.keda.cooldownPeriod) scale(0, world, second);
    } else if (world.replicas < min) scale(min, world, second);
  }
}

function scale(replicas: number, world: World, second: number): void {
  if (replicas !== world.replicas) world.scaleWorkers(replicas, second);
}
