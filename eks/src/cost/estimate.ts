import { databaseClass } from "../catalogue/database-classes.ts";
import { instancePricesAsOf, instanceType } from "../catalogue/instance-types.ts";
import { defaultZones } from "../catalogue/regions.ts";
import { type PlannedGroup, planNodeGroups } from "../cluster/worker-groups.ts";
import type { Config } from "../config/config-schema.ts";
import { interfaceEndpointCount } from "../stacks/network-stack.ts";
import type { PriceBook } from "./price-book.ts";
import { priceTable as prices } from "./price-table.ts";

export interface CostLine {
  readonly what: string;
  /** What the sum is made of, in words. */
  readonly how: string;
  /** Region and date of the price that it is reckoned with: one for each line. */
  readonly prices: string;
  readonly usdPerMonth: number;
}

export interface Estimate {
  readonly lines: readonly CostLine[];
  readonly usdPerMonth: number;
}

/** What of an original's size its renditions take, and how many objects one makes: rough means of photos and videos together. */
const renditionShare = 0.5;
const objectsPerGib = 2000;

/** On demand, of an instance type or a database class. */
type Hourly = (name: string) => { readonly usd: number; readonly prices: string };

const ofTable = `${prices.region}, ${prices.writtenAt}`;

/**
 * What a deployment costs in a month when it is used as `usage` says, with every group at its least size beside the workers' hours.
 * @param book prices of the region that go before those of the table
 */
export function estimateCost(config: Config, book?: PriceBook): Estimate {
  const hourly: Hourly = (name) => {
    const asked = book?.usdPerHour[name];
    if (book && asked !== undefined) return { usd: asked, prices: `${book.region}, ${book.asOf}` };
    if (name.startsWith("db.")) return { usd: databaseClass(name)?.usdPerHour ?? 0, prices: ofTable };
    return { usd: instanceType(name)?.usdPerHour ?? 0, prices: `${prices.region}, ${instancePricesAsOf}` };
  };
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
  const work = hourly(elastic ? first(elastic) : "");
  const disksGib = groups.reduce((sum, { min, diskGib }) => sum + min * diskGib, 0);
  return [
    line("EKS control plane", "one", monthly(prices.eksPerHour)),
    ...groups.map((group) => {
      const { usd, prices: origin } = hourly(first(group));
      const price = usd * (group.capacityType === "Spot" ? prices.spotShare : 1);
      return line(`Nodes: ${group.name}`, `${group.min} × ${first(group)} ${group.capacityType}`, group.min * monthly(price), origin);
    }),
    line(
      "Workers above that",
      `${hours} hours of ${elastic ? first(elastic) : "none"}, ${Math.round(share * 100)} % Spot at ${prices.spotShare * 100} % of the price, as assumed`,
      hours * work.usd * factor,
      work.prices,
    ),
    line("Disks of nodes", `${disksGib} GiB`, disksGib * prices.gp3PerGibMonth),
  ];
}

function ofNetwork({ region, network, usage, delivery }: Config): CostLine[] {
  const zones = (network.zones ?? defaultZones(region)).length;
  // Originals and renditions pass by the S3 endpoint, which is free; images, logs and metrics do not.
  const natGib = 20;
  return [
    line(
      "NAT gateways",
      `${network.natGateways}, ${natGib} GiB`,
      network.natGateways * monthly(prices.natPerHour + prices.publicAddressPerHour) + natGib * prices.natPerGib,
    ),
    ...(network.interfaceEndpoints
      ? [
          line(
            "Interface endpoints",
            `${interfaceEndpointCount} in ${zones} zones`,
            interfaceEndpointCount * zones * monthly(prices.interfaceEndpointPerHourAndZone),
          ),
        ]
      : []),
    line(
      "Load balancer",
      `one, one capacity unit on average, ${zones} addresses`,
      monthly(prices.loadBalancerPerHour + prices.loadBalancerUnitPerHour + zones * prices.publicAddressPerHour),
    ),
    line(
      "CloudFront",
      `${usage.deliveredGibPerMonth} GiB, of which the first TB is free`,
      Math.max(0, usage.deliveredGibPerMonth - 1000) * prices.cloudFrontPerGib,
    ),
    ...(delivery.firewall ? [line("Firewall", "an ACL with two rules", prices.firewallPerMonth + 2 * prices.firewallRulePerMonth)] : []),
  ];
}

function ofStorage({ usage, storage }: Config): CostLine[] {
  const perGib = prices.s3PerGibMonth;
  const objects = usage.uploadedGibPerMonth * objectsPerGib;
  return [
    // New ones are all in Standard; how old the others are is not asked for.
    line("Originals", `${usage.storedGib} GiB, as if all were in Standard`, usage.storedGib * perGib.STANDARD),
    line(
      "Renditions",
      `${usage.storedGib * renditionShare} GiB in ${storage.renditionsClass}`,
      usage.storedGib * renditionShare * perGib[storage.renditionsClass],
    ),
    line("Writes", `${objects} objects`, (objects / 1000) * prices.s3PerThousandWrites),
  ];
}

function ofDatabase({ database }: Config, hourly: Hourly): CostLine[] {
  const copies = database.multiAz ? 2 : 1;
  const { usd, prices: origin } = hourly(database.instanceClass);
  return [
    line("Database", `${copies} × ${database.instanceClass}`, copies * monthly(usd), origin),
    line(
      "Disk of the database",
      `${copies} × ${database.storageGib} GiB`,
      copies * database.storageGib * prices.databaseStoragePerGibMonth,
    ),
  ];
}

function ofWatching(config: Config): CostLine[] {
  const nodes = planNodeGroups(config).reduce((sum, { min }) => sum + min, 0);
  const logsGib = 5 + config.usage.uploadedGibPerMonth / 100;
  const fixed = 8 * prices.alarmPerMonth + prices.dashboardPerMonth + 3 * prices.secretPerMonth + prices.keyPerMonth;
  return [
    line(
      "Watching",
      `${nodes} nodes in Container Insights at a guess of ${prices.insightsPerNodeMonth} each, ${logsGib} GiB of logs, alarms, dashboard, secrets, a key`,
      nodes * prices.insightsPerNodeMonth + logsGib * prices.logsPerGib + fixed,
    ),
  ];
}

function line(what: string, how: string, usdPerMonth: number, origin = ofTable): CostLine {
  return { what, how, prices: origin, usdPerMonth };
}

function monthly(usdPerHour: number): number {
  return usdPerHour * prices.hoursPerMonth;
}

/** The first type of a group is the one that is mostly had. */
function first({ instanceTypes }: PlannedGroup): string {
  return instanceTypes[0] ?? "";
}
