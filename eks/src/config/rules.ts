import { databaseAuthorities } from "../catalogue/database-authorities.ts";
import { databaseClass, maxConnections } from "../catalogue/database-classes.ts";
import { instanceType } from "../catalogue/instance-types.ts";
import { steadyGroups } from "../names.ts";
import { type Network, overlaps, parseCidr, sizeOf } from "./cidr.ts";
import type { Config } from "./config-schema.ts";

/** Something that is wrong between fields that are right by themselves. */
export interface Fault {
  readonly path: readonly (string | number)[];
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/** Connections that Postgres keeps for its own superusers, for migrations at a rollout and for people. */
const sparedConnections = 20;

export function checkRules(config: Config): readonly Fault[] {
  return [
    ...networkFaults(config),
    ...hostFaults(config),
    ...clusterFaults(config),
    ...workerFaults(config),
    ...databaseFaults(config),
    ...deliveryFaults(config),
    ...productionFaults(config),
  ];
}

function networkFaults({ network, region }: Config): Fault[] {
  const named: readonly (readonly [string, string])[] = [
    ["network.cidr", network.cidr],
    ["network.serviceCidr", network.serviceCidr],
    ...network.reserved.map((text, index) => [`network.reserved[${index}]`, text] as const),
  ];
  const networks = named.map(([where, text]) => ({ where, text, range: parseCidr(text) as Network }));
  const overlapping = networks.flatMap((one, index) =>
    networks
      .slice(index + 1)
      // What is reserved may lie within another reserved network: only our own two must keep off.
      .filter(() => index < 2)
      .filter((other) => overlaps(one.range, other.range))
      .map((other) => ({
        path: ["network", one.where.slice("network.".length)],
        message: `${one.text} overlaps ${other.where}, ${other.text}; give one of them addresses of its own`,
      })),
  );
  const [vpc] = networks;
  const tooSmall = vpc && (sizeOf(vpc.range) < 4096 || sizeOf(vpc.range) > 65_536);
  const strangers = (network.zones ?? []).filter((zone) => !zone.startsWith(region));
  return [
    ...overlapping,
    ...(tooSmall
      ? [{ path: ["network", "cidr"], message: `${network.cidr} is no size for the VPC: every pod takes an address; write a /16 to /20` }]
      : []),
    ...strangers.map((zone) => ({ path: ["network", "zones"], message: `${zone} is no zone of ${region}; write zones of that region` })),
    ...((network.zones?.length ?? 3) < network.natGateways
      ? [{ path: ["network", "natGateways"], message: "there are more NAT gateways than zones; write at most one for each zone" }]
      : []),
  ];
}

function hostFaults({ site, delivery, zone }: Config): Fault[] {
  const hosts = { "site.webHost": site.webHost, "site.uploadHost": site.uploadHost, "delivery.host": delivery.host };
  const given = Object.entries(hosts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const twice = given.filter(([, host], index) => given.findIndex(([, other]) => other === host) !== index);
  const outside = given.filter(([, host]) => zone !== undefined && host !== zone.name && !host.endsWith(`.${zone.name}`));
  return [
    ...twice.map(([path, host]) => ({ path: path.split("."), message: `${host} is another host already; each has a name of its own` })),
    ...outside.map(([path, host]) => ({
      path: path.split("."),
      message: `${host} is not within the zone ${zone?.name}; write a host below it, or leave zone out and give certificates`,
    })),
    ...(zone === undefined && site.certificateArn === undefined
      ? [{ path: ["site", "certificateArn"], message: "is missing: write the ACM certificate of both hosts, or zone, so that one is made" }]
      : []),
    ...(delivery.host !== undefined && zone === undefined && delivery.certificateArn === undefined
      ? [{ path: ["delivery", "certificateArn"], message: "is missing: write the certificate of delivery.host in us-east-1, or zone" }]
      : []),
    ...(delivery.host === undefined && delivery.certificateArn !== undefined
      ? [{ path: ["delivery", "host"], message: "is missing: a certificate is for a host; write it, or leave certificateArn out" }]
      : []),
  ];
}

function clusterFaults({ cluster, upload, web }: Config): Fault[] {
  const steady = (["system", "fleets"] as const).flatMap((name) => {
    const { instanceTypes, min, max } = cluster[name];
    return [
      ...mixedArchitecture(["cluster", name, "instanceTypes"], instanceTypes),
      ...minAboveMax(["cluster", name], min, max),
      ...(min < 1 ? [{ path: ["cluster", name, "min"], message: "is 0, and nothing would start the first node; write at least 1" }] : []),
    ];
  });
  const everywhere = cluster.publicAccess.filter((text) => text.endsWith("/0"));
  return [
    ...steady,
    ...everywhere.map((text) => ({
      path: ["cluster", "publicAccess"],
      message: `${text} is the whole Internet; write the networks that you administer from, such as 203.0.113.0/24`,
    })),
    ...minAboveMax(["upload"], upload.min, upload.max),
    ...minAboveMax(["web"], web.min, web.max),
  ];
}

function workerFaults({ workers }: Config): Fault[] {
  const groups = [
    ...workers.onDemand.map((group, index) => ({ group, path: ["workers", "onDemand", index] as const })),
    ...workers.spot.map((group, index) => ({ group, path: ["workers", "spot", index] as const })),
  ];
  const faults: Fault[] = groups.flatMap(({ group, path }) => [
    ...mixedArchitecture([...path, "instanceTypes"], group.instanceTypes),
    ...mixedSizes([...path, "instanceTypes"], group.instanceTypes),
    ...minAboveMax(path, group.min, group.max),
    ...(steadyGroups.some((taken) => taken === group.name) || groups.filter((other) => other.group.name === group.name).length > 1
      ? [{ path: [...path, "name"], message: `${group.name} is the name of another group too; each has a name of its own` }]
      : []),
  ]);
  const undiversified = workers.spot.flatMap(({ instanceTypes, name }, index) =>
    new Set(instanceTypes).size < 3
      ? [
          {
            path: ["workers", "spot", index, "instanceTypes"],
            message: `${name} has fewer than three instance types, and Spot of one kind is often not to be had; write at least three of one size`,
          },
        ]
      : [],
  );
  const onDemandMax = workers.onDemand.reduce((most, { max }) => Math.max(most, max), 0);
  const base = workers.spot.length > 0 && workers.onDemand.length === 0;
  return [
    ...faults,
    ...undiversified,
    ...minAboveMax(["workers"], workers.min, workers.max),
    ...(groups.length === 0
      ? [{ path: ["workers"], message: "has no node group: write onDemand, and spot for what may be interrupted" }]
      : []),
    ...(base
      ? [
          {
            path: ["workers", "onDemand"],
            message: "is missing: Spot may not come, and then nothing would process; write an on-demand group with min 0 beside spot",
          },
        ]
      : []),
    ...(workers.onDemandBase > onDemandMax
      ? [
          {
            path: ["workers", "onDemandBase"],
            message: `is ${workers.onDemandBase}, but no on-demand group may be so large; raise its max`,
          },
        ]
      : []),
  ];
}

function databaseFaults({ database, region, upload, web, workers }: Config): Fault[] {
  const found = databaseClass(database.instanceClass);
  const pods = upload.max + web.max + workers.max;
  // The upload fleet's relay and the web fleet's events each hold one connection outside of the pool.
  const wanted = pods * (database.poolSize + 1) + sparedConnections;
  const most = found ? maxConnections(found) : Number.POSITIVE_INFINITY;
  return [
    ...(wanted > most
      ? [
          {
            path: ["database", "instanceClass"],
            message: `${database.instanceClass} takes about ${most} connections, but ${pods} pods with database.poolSize ${database.poolSize} may hold ${wanted}; write a larger class, a smaller pool or fewer pods`,
          },
        ]
      : []),
    ...(database.authorities === undefined && databaseAuthorities(region) === undefined
      ? [
          {
            path: ["database", "authorities"],
            message: `is missing: this app does not know who signs for databases in ${region}; write what https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem holds`,
          },
        ]
      : []),
    ...(database.maxStorageGib < database.storageGib
      ? [{ path: ["database", "maxStorageGib"], message: "is less than storageGib; write at least as much" }]
      : []),
  ];
}

function deliveryFaults({ delivery, storage }: Config): Fault[] {
  const names = delivery.publicKeys.map(({ name }) => name);
  return [
    ...(delivery.signWith !== undefined && !names.includes(delivery.signWith)
      ? [{ path: ["delivery", "signWith"], message: `${delivery.signWith} is none of publicKeys; write one of ${names.join(", ")}` }]
      : []),
    ...(new Set(names).size < names.length
      ? [{ path: ["delivery", "publicKeys"], message: "two keys have the same name; each has a name of its own" }]
      : []),
    ...(storage.archiveAfterDays < storage.infrequentAfterDays + 30
      ? [
          {
            path: ["storage", "archiveAfterDays"],
            message: "must be at least 30 days after infrequentAfterDays, for which S3 bills anyway",
          },
        ]
      : []),
  ];
}

function productionFaults({ production, database, network, cluster }: Config): Fault[] {
  if (!production) return [];
  return [
    ...(database.multiAz ? [] : [{ path: ["database", "multiAz"], message: "production: true needs a standby; write multiAz: true" }]),
    ...(database.backupDays >= 7
      ? []
      : [{ path: ["database", "backupDays"], message: "production: true needs at least 7 days of backups" }]),
    ...(network.natGateways >= 2
      ? []
      : [{ path: ["network", "natGateways"], message: "production: true needs a way out that outlives a zone; write at least 2" }]),
    ...(cluster.system.min >= 2 && cluster.fleets.min >= 2
      ? []
      : [{ path: ["cluster"], message: "production: true needs at least 2 nodes in system and in fleets; raise their min" }]),
  ];
}

function minAboveMax(path: Fault["path"], min: number, max: number): Fault[] {
  return min > max ? [{ path: [...path, "min"], message: `is ${min}, above max, which is ${max}; write a min of at most max` }] : [];
}

function mixedArchitecture(path: Fault["path"], names: readonly string[]): Fault[] {
  const architectures = new Set(names.map((name) => instanceType(name)?.architecture));
  return architectures.size > 1 ? [{ path, message: "mixes arm64 and amd64; a node group has one architecture, so make two of it" }] : [];
}

/** The operator counts how many workers fit a node once for the whole group. */
function mixedSizes(path: Fault["path"], names: readonly string[]): Fault[] {
  const sizes = new Set(names.map((name) => `${instanceType(name)?.vcpus} ${instanceType(name)?.memoryGib}`));
  return sizes.size > 1
    ? [{ path, message: "mixes sizes; take types with the same vCPUs and memory, so that as many workers fit each" }]
    : [];
}
