interface Reading {
  readonly bytes: number;
  readonly at: number;
  readonly rate: number;
}

/** How much a new reading counts against what was known. */
const weight = 0.25;
const shortestMs = 400;

/** Bytes per second of many uploads, smoothed. */
export class Speedometer {
  readonly #readings = new Map<string, Reading>();

  read(id: string, bytes: number, now: number): number {
    const last = this.#readings.get(id);
    if (!last || bytes < last.bytes) {
      this.#readings.set(id, { bytes, at: now, rate: 0 });
      return 0;
    }
    const elapsedMs = now - last.at;
    if (elapsedMs < shortestMs) return last.rate;
    const rate = ((bytes - last.bytes) / elapsedMs) * 1000;
    const smooth = last.rate === 0 ? rate : last.rate * (1 - weight) + rate * weight;
    this.#readings.set(id, { bytes, at: now, rate: smooth });
    return smooth;
  }

  forget(id: string): void {
    this.#readings.delete(id);
  }
}
