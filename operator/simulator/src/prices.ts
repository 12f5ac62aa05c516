/** What an hour of a node costs. */
export interface PriceTable {
  /** The month for which the prices hold. */
  readonly asOf: string;
  readonly instanceType: string;
  readonly usdPerHour: Readonly<Record<"OnDemand" | "Spot", number>>;
}

/**
 * c6i.xlarge (4 vCPU, 8 GiB), Linux, us-east-1. On demand by the public list; Spot moves all the time, so a discount of 60 % stands for it.
 * The same prices hold for everybody who is compared: ratios depend only on the discount.
 */
export const PRICES: PriceTable = {
  asOf: "2025-06",
  instanceType: "c6i.xlarge",
  usdPerHour: { OnDemand: 0.17, Spot: 0.068 },
};
