/**
 * What whoever scales the workers says of itself: the operator in a cluster, as an annotation of the web fleet's pods, and `npm start` on
 * one machine, over HTTP. Unknown is null.
 */
export interface ScalingReport {
  /** When it decided last, ISO 8601. */
  readonly time: string;
  /** Why, for people. */
  readonly message: string;
  readonly workers: {
    readonly desired: number | null;
    readonly asked: number | null;
    readonly busy: number | null;
    /** Messages that wait, and that workers have. */
    readonly visible: number | null;
    readonly inFlight: number | null;
    readonly meanTaskSeconds: number | null;
    readonly backlogSeconds: number | null;
  };
  readonly nodeGroups: readonly {
    readonly name: string;
    readonly capacityType: string;
    readonly desired: number | null;
    readonly ready: number | null;
  }[];
  /** The last changes of the number of workers, latest first. */
  readonly changes: readonly { readonly time: string; readonly from: number | null; readonly to: number; readonly message: string }[];
}
