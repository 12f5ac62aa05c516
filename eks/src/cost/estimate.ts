import { databaseClass } from "../catalogue/database-classes.ts";
import { instanceType } from "../catalogue/instance-types.ts";
import { type PlannedGroup, planNodeGroups } from "../cluster/worker-groups.ts";
import type { Config } from "../config/config-schema.ts";
import { interfaceEndpointCount } from "../stacks/network-stack.ts";
import type { PriceBook } from "./price-book.ts";
import { priceTable as prices } from "./price-table.ts";

export interface CostLine {
  readonly what: string;
  /** What the sum is made of, in words. */
  readonly how: string;
  readonly usdPerMonth: number;
}

export interface Estimate {
  readonly lines: readonly CostLine[];
  readonly usdPerMonth: number;
}

/** What of an original's size its renditions take, and how many objects one makes: rough means of photos and videos together. */
const renditionShare = 0.5;
const objectsPerGib = 2000;

/** On demand, of an instance type or a database class, in USD. */
type Hourly = (name: string) => number;

/**
 * What a deployment costs in a month when it is used as `usage` says, with every group at its least size beside the workers' hours.
 * @param book prices of the region that go before those of the table
 */
export function estimateCost(config: Config, book?: PriceBook): Estimate {
  const hourly: Hourly = (name) =>
    book?.usdPerHour[name] ?? (name.startsWith("db.") ? databaseClass(name) : instanceType(name))?.usdPerHour ?? 0;
  const lines = [
    ...ofCluster(config, hourly),
    ...ofNetwork(config),
    ...ofStorage(config),
    ...ofDatabase(config, hourly),
    ...ofWatching(config),
  ];
  return { lines, usdPerMonth: lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0) };
}

function ofCluster(config: Config, hourly: Hourly): CostLine[] {
  const groups = planNodeGroups(config);
  const { workerNodeHoursPerMonth: hours } = config.usage;
  const spot = groups.filter(({ capacityType }) => capacityType === "Spot");
  const elastic = spot[0] ?? groups.filter(({ isWorkers }) => isWorkers)[0];
  const share = spot.length > 0 ? config.workers.spotPercent / 100 : 0;
  const factor = share * prices.spotShare + (1 - share);
  return [
    { what: "EKS control plane", how: "one", usdPerMonth: monthly(prices.eksPerHour) },
    ...groups.map((group) => ({
      what: `Nodes: ${group.name}`,
      how: `${group.min} × ${first(group)} ${group.capacityType}, ${group.diskGib} GiB`,
      usdPerMonth:
        group.min *
        (monthly(hourly(first(group)) * (group.capacityType === "Spot" ? prices.spotShare : 1)) + group.diskGib * prices.gp3PerGibMonth),
    })),
    {
      what: "Workers above that",
      how: `${hours} hours of ${elastic ? first(elastic) : "none"}, ${Math.round(share * 100)} % Spot at ${prices.spotShare * 100} % of the price`,
      usdPerMonth: elastic ? hours * hourly(first(elastic)) * factor : 0,
    },
  ];
}

function ofNetwork({ network, usage, delivery }: Config): CostLine[] {
  const zones = network.zones?.length ?? 3;
  // Originals and renditions pass by the S3 endpoint, which is free; images, logs and metrics do not.
  const natGib = 20;
  return [
    {
      what: "NAT gateways",
      how: `${network.natGateways}, ${natGib} GiB`,
      usdPerMonth: network.natGateways * monthly(prices.natPerHour + prices.publicAddressPerHour) + natGib * prices.natPerGib,
    },
    ...(network.interfaceEndpoints
      ? [
          {
            what: "Interface endpoints",
            how: `${interfaceEndpointCount} in ${zones} zones`,
            usdPerMonth: interfaceEndpointCount * zones * monthly(prices.interfaceEndpointPerHourAndZone),
          },
        ]
      : []),
    {
      what: "Load balancer",
      how: `one, one capacity unit on average, ${zones} addresses`,
      usdPerMonth: monthly(prices.loadBalancerPerHour + prices.loadBalancerUnitPerHour + zones * prices.publicAddressPerHour),
    },
    {
      what: "CloudFront",
      how: `${usage.deliveredGibPerMonth} GiB, of which the first TB is free`,
      usdPerMonth: Math.max(0, usage.deliveredGibPerMonth - 1000) * prices.cloudFrontPerGib,
    },
    ...(delivery.firewall
      ? [{ what: "Firewall", how: "an ACL with two rules", usdPerMonth: prices.firewallPerMonth + 2 * prices.firewallRulePerMonth }]
      : []),
  ];
}

function ofStorage({ usage, storage }: Config): CostLine[] {
  const perGib = prices.s3PerGibMonth;
  const objects = usage.uploadedGibPerMonth * objectsPerGib;
  return [
    // New ones are all in Standard; how old the others are is not asked for.
    { what: "Originals", how: `${usage.storedGib} GiB, as if all were in Standard`, usdPerMonth: usage.storedGib * perGib.STANDARD },
    {
      what: "Renditions",
      how: `${usage.storedGib * renditionShare} GiB in ${storage.renditionsClass}`,
      usdPerMonth: usage.storedGib * renditionShare * perGib[storage.renditionsClass],
    },
    { what: "Writes", how: `${objects} objects`, usdPerMonth: (objects / 1000) * prices.s3PerThousandWrites },
  ];
}

function ofDatabase({ database }: Config, hourly: Hourly): CostLine[] {
  const copies = database.multiAz ? 2 : 1;
  return [
    {
      what: "Database",
      how: `${copies} × ${database.instanceClass}, ${database.storageGib} GiB`,
      usdPerMonth: copies * (monthly(hourly(database.instanceClass)) + database.storageGib * prices.databaseStoragePerGibMonth),
    },
  ];
}

function ofWatching(config: Config): CostLine[] {
  const nodes = planNodeGroups(config).reduce((sum, { min }) => sum + min, 0);
  const logsGib = 5 + config.usage.uploadedGibPerMonth / 100;
  const fixed = 8 * prices.alarmPerMonth + prices.dashboardPerMonth + 3 * prices.secretPerMonth + prices.keyPerMonth;
  return [
    {
      what: "Watching",
      how: `${nodes} nodes in Container Insights, ${logsGib} GiB of logs, alarms, dashboard, secrets, a key`,
      usdPerMonth: nodes * prices.insightsPerNodeMonth + logsGib * prices.logsPerGib + fixed,
    },
  ];
}

function monthly(usdPerHour: number): number {
  return usdPerHour * prices.hoursPerMonth;
}

/** The first type of a group is the one that is mostly had. */
function first({ instanceTypes }: PlannedGroup): string {
  return instanceTypes[0] ?? "";
}
