import type { Config } from "../config-schema.ts";
import type { Fault } from "./fault.ts";

export function hostFaults({ site, delivery, zone, region, account }: Config): Fault[] {
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
    ...certificateFaults(["site", "certificateArn"], site.certificateArn, { region, account }),
    ...certificateFaults(["delivery", "certificateArn"], delivery.certificateArn, { account }),
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

/** AWS serves certificates of its own account only, and a load balancer those of its own region. */
function certificateFaults(path: Fault["path"], arn: string | undefined, wanted: { region?: string; account: string }): Fault[] {
  if (arn === undefined) return [];
  const [, , , region, account] = arn.split(":");
  return [
    ...(wanted.region !== undefined && region !== wanted.region
      ? [{ path, message: `is a certificate in ${region}, and the load balancer is in ${wanted.region}; write one of that region` }]
      : []),
    ...(account !== wanted.account
      ? [{ path, message: `is a certificate of the account ${account}; write one of ${wanted.account}, where it is used` }]
      : []),
  ];
}
