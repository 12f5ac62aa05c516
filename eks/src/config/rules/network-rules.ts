import { defaultZones } from "../../catalogue/regions.ts";
import { type Network, overlaps, parseCidr, sizeOf } from "../cidr.ts";
import type { Config } from "../config-schema.ts";
import type { Fault } from "./fault.ts";

/** RFC 1918, which EKS asks of Services, https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/** RFC 6598: shared by carriers, and used within networks. */
const vpcNetworks = [...privateNetworks, "100.64.0.0/10"];

export function networkFaults({ network, region }: Pick<Config, "network" | "region">): Fault[] {
  const zones = network.zones ?? defaultZones(region);
  return [
    ...overlapFaults(network),
    ...vpcFaults(network.cidr),
    ...serviceFaults(network.serviceCidr),
    ...zoneFaults(network, region),
    ...(zones.length > 0 && zones.length < network.natGateways
      ? [{ path: ["network", "natGateways"], message: "there are more NAT gateways than zones; write at most one for each zone" }]
      : []),
  ];
}

function overlapFaults(network: Config["network"]): Fault[] {
  const named: readonly (readonly [string, string])[] = [
    ["network.cidr", network.cidr],
    ["network.serviceCidr", network.serviceCidr],
    ...network.reserved.map((text, index) => [`network.reserved[${index}]`, text] as const),
  ];
  const networks = named.map(([where, text]) => ({ where, text, range: parseCidr(text) as Network }));
  return networks.flatMap((one, index) =>
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
}

function vpcFaults(cidr: string): Fault[] {
  const range = parseCidr(cidr) as Network;
  const path = ["network", "cidr"];
  if (sizeOf(range) < 4096 || sizeOf(range) > 65_536)
    return [{ path, message: `${cidr} is no size for the VPC: every pod takes an address; write a /16 to /20` }];
  return isWithin(range, vpcNetworks)
    ? []
    : [{ path, message: `${cidr} has addresses of others on the Internet; write some within ${vpcNetworks.join(", ")}` }];
}

function serviceFaults(cidr: string): Fault[] {
  const range = parseCidr(cidr) as Network;
  const path = ["network", "serviceCidr"];
  if (sizeOf(range) < 2 ** 8 || sizeOf(range) > 2 ** 20)
    return [{ path, message: `${cidr} is no size that EKS takes for Services; write a /12 to /24` }];
  return isWithin(range, privateNetworks)
    ? []
    : [{ path, message: `${cidr} is no network that EKS takes for Services; write one within ${privateNetworks.join(", ")}` }];
}

function isWithin({ first, last }: Network, networks: readonly string[]): boolean {
  return networks.map((text) => parseCidr(text) as Network).some((outer) => outer.first <= first && last <= outer.last);
}

function zoneFaults({ zones }: Config["network"], region: string): Fault[] {
  const path = ["network", "zones"];
  if (!zones) {
    return defaultZones(region).length > 0
      ? []
      : [
          {
            path,
            message: `is missing: accounts see different zones of ${region}; write those that this prints: aws ec2 describe-availability-zones --region ${region}`,
          },
        ];
  }
  const strangers = zones.filter((zone) => !zone.startsWith(region));
  const twice = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  return [
    ...strangers.map((zone) => ({ path, message: `${zone} is no zone of ${region}; write zones of that region` })),
    ...twice.map((zone) => ({ path, message: `${zone} stands there twice; write each zone once` })),
  ];
}
