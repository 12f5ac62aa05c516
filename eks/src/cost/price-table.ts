/**
 * AWS's public list prices of us-east-1 in USD, written down from memory of the price pages as they stood early in 2025; nothing was
 * fetched. Other regions of Europe and America are up to a quarter dearer. Database classes have theirs, of the same origin, in
 * ../catalogue, instance types theirs of AWS's price list; `npm run prices` asks AWS for both in the region.
 */
export const priceTable = {
  writtenAt: "early 2025",
  region: "us-east-1",
  hoursPerMonth: 730,
  /** A control plane whose Kubernetes version is in standard support. */
  eksPerHour: 0.1,
  natPerHour: 0.045,
  natPerGib: 0.045,
  interfaceEndpointPerHourAndZone: 0.01,
  loadBalancerPerHour: 0.0225,
  /** About one capacity unit (LCU) on average. */
  loadBalancerUnitPerHour: 0.008,
  publicAddressPerHour: 0.005,
  gp3PerGibMonth: 0.08,
  /** Spot prices move; this share of the on-demand price is an assumption. */
  spotShare: 0.4,
  databaseStoragePerGibMonth: 0.115,
  s3PerGibMonth: {
    STANDARD: 0.023,
    STANDARD_IA: 0.0125,
    ONEZONE_IA: 0.01,
    INTELLIGENT_TIERING: 0.023,
    GLACIER_IR: 0.004,
  },
  s3PerThousandWrites: 0.005,
  cloudFrontPerGib: 0.085,
  sqsPerMillion: 0.4,
  logsPerGib: 0.5,
  alarmPerMonth: 0.1,
  dashboardPerMonth: 3,
  /** Container Insights bills observations; this is a guess at what a node makes. */
  insightsPerNodeMonth: 5,
  secretPerMonth: 0.4,
  keyPerMonth: 1,
  firewallPerMonth: 5,
  firewallRulePerMonth: 1,
} as const;
