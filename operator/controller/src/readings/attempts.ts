import { faultOf, type ReadingFault } from "./reading-fault.ts";

/** Readings that are tried together: one that fails is unknown and leaves a fault, and the others stand. */
export class Attempts {
  readonly #faults = new Map<string, ReadingFault>();

  /** Each once, in a steady order. */
  get faults(): readonly ReadingFault[] {
    return [...this.#faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fault]) => fault);
  }

  /** `null` where `read` fails. */
  async try<Value>(what: string, read: () => Promise<Value>): Promise<Value | null> {
    try {
      return await read();
    } catch (error) {
      this.add(faultOf(what, error));
      return null;
    }
  }

  add(fault: ReadingFault): void {
    this.#faults.set(`${fault.what} ${fault.message}`, fault);
  }
}
