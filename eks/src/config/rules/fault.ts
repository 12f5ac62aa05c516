/** Something that is wrong between fields that are right by themselves. */
export interface Fault {
  readonly path: readonly (string | number)[];
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

export function minAboveMax(path: Fault["path"], min: number, max: number): Fault[] {
  return min > max ? [{ path: [...path, "min"], message: `is ${min}, above max, which is ${max}; write a min of at most max` }] : [];
}
