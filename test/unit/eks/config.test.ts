import { readFileSync } from "node:fs";
import { ConfigError, parseConfig } from "@mediashare/eks";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { type Example, exampleFile, examples } from "../../support/eks.ts";

type Document = Record<string, unknown>;

/** An example with some of its values replaced, each by its path; undefined takes one away. */
function changed(example: Example, changes: Readonly<Record<string, unknown>>): string {
  const document = parse(readFileSync(exampleFile(example), "utf8")) as Document;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() as string;
    const parent = keys.reduce<Document>((inner, key) => {
      inner[key] ??= {};
      return inner[key] as Document;
    }, document);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return stringify(document);
}

function faultsOf(changes: Readonly<Record<string, unknown>>, example: Example = "small"): readonly string[] {
  try {
    parseConfig(changed(example, changes), "test.yaml");
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe("the configuration of an AWS deployment", () => {
  for (const example of examples) {
    it(`${example} is right`, () => expect(faultsOf({}, example)).to.deep.equal([]));
  }

  const wrong: readonly (readonly [what: string, changes: Readonly<Record<string, unknown>>, where: string, says: RegExp])[] = [
    ["no domain", { "site.webHost": undefined }, "site.webHost", /is missing: write the public host name of the site/],
    ["no site at all", { site: undefined }, "site", /is missing: write webHost and uploadHost/],
    [
      "a region whose databases nobody is known to sign for",
      { region: "mx-central-1", "network.zones": undefined },
      "database.authorities",
      /is missing: .*https:\/\/truststore\.pki\.rds\.amazonaws\.com\/mx-central-1\//,
    ],
    ["authorities that are none", { "database.authorities": "-----BEGIN CERTIFICATE-----" }, "database.authorities", /certificates in PEM/],
    ["a URL as domain", { "site.webHost": "https://photos.example.org/" }, "site.webHost", /without scheme and path/],
    ["one host twice", { "site.uploadHost": "photos.example.org" }, "site.uploadHost", /another host already/],
    ["a host outside of the zone", { "site.webHost": "photos.example.com" }, "site.webHost", /not within the zone photos\.example\.org/],
    ["neither zone nor certificate", { zone: undefined }, "site.certificateArn", /is missing: .* or zone/],
    ["an unknown setting", { "network.vpcCidr": "10.0.0.0/16" }, "network", /vpcCidr: no such setting; eks\/CONFIGURATION\.md/],
    ["an account as a number", { account: 123456789012 }, "account", /in quotes/],
    [
      "services within the VPC",
      { "network.serviceCidr": "10.60.8.0/22" },
      "network.cidr",
      /10\.60\.0\.0\/16 overlaps network\.serviceCidr/,
    ],
    [
      "a VPC within the office's network",
      { "network.reserved": ["10.0.0.0/8"] },
      "network.cidr",
      /overlaps network\.reserved\[0\], 10\.0\.0\.0\/8/,
    ],
    ["a network with host bits", { "network.cidr": "10.60.0.1/16" }, "network.cidr", /no IPv4 network; write its first address/],
    ["a tiny VPC", { "network.cidr": "10.60.0.0/24" }, "network.cidr", /every pod takes an address/],
    ["zones of another region", { "network.zones": ["eu-west-1a", "us-east-1b"] }, "network.zones", /us-east-1b is no zone of eu-west-1/],
    ["more NAT gateways than zones", { "network.natGateways": 3 }, "network.natGateways", /at most one for each zone/],
    ["an API for all the world", { "cluster.publicAccess": ["0.0.0.0/0"] }, "cluster.publicAccess", /the whole Internet/],
    [
      "an unknown instance type",
      { "cluster.system.instanceTypes": ["m7x.large"] },
      "cluster.system.instanceTypes[0]",
      /"m7x\.large" is not an instance type .* m7g\.large/,
    ],
    [
      "architectures mixed in a group",
      { "cluster.fleets.instanceTypes": ["m7g.large", "m7i.large"] },
      "cluster.fleets.instanceTypes",
      /mixes arm64 and amd64/,
    ],
    ["no workers", { workers: undefined }, "workers", /is missing: write its node groups/],
    ["no node group for workers", { "workers.onDemand": [], "workers.spot": [] }, "workers", /has no node group/],
    ["Spot alone", { "workers.onDemand": [] }, "workers.onDemand", /Spot may not come/],
    ["a base that no group can hold", { "workers.onDemandBase": 9 }, "workers.onDemandBase", /no on-demand group may be so large/],
    ["min above max", { "workers.min": 9 }, "workers.min", /is 9, above max, which is 8/],
    ["an unknown database class", { "database.instanceClass": "db.m7g.huge" }, "database.instanceClass", /write one of db\.t4g\.micro/],
    [
      "more pods than connections",
      { "workers.max": 500 },
      "database.instanceClass",
      /takes about 202 connections, but 508 pods .* may hold 3068/,
    ],
    ["no key", { "delivery.publicKeys": [] }, "delivery.publicKeys", /RUNBOOK\.md, Install/],
    [
      "a private key",
      { "delivery.publicKeys": [{ name: "a", pem: "-----BEGIN PRIVATE KEY-----" }] },
      "delivery.publicKeys[0].pem",
      /no longer a secret/,
    ],
    [
      "no key in the PEM",
      { "delivery.publicKeys": [{ name: "a", pem: "hello" }] },
      "delivery.publicKeys[0].pem",
      /openssl pkey .* -pubout/,
    ],
    [
      "an unknown key to sign with",
      { "delivery.signWith": "other" },
      "delivery.signWith",
      /other is none of publicKeys; write one of key-2026-11/,
    ],
    [
      "a certificate of another region",
      { "delivery.certificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/1" },
      "delivery.certificateArn",
      /us-east-1/,
    ],
    ["tiers too close to each other", { "storage.archiveAfterDays": 90 }, "storage.archiveAfterDays", /at least 30 days after/],
  ];

  for (const [what, changes, where, says] of wrong) {
    it(`${what} is refused with a sentence`, () => {
      const faults = faultsOf(changes);
      expect(faults.map((fault) => fault.slice(0, fault.indexOf(": ")))).to.include(where);
      expect(faults.join("\n")).to.match(says);
    });
  }

  it("Spot of fewer than three types, of mixed sizes, or under a name that is taken is refused", () => {
    const group = (name: string, instanceTypes: string[]) => ({ "workers.spot": [{ name, instanceTypes, max: 4 }] });
    expect(faultsOf(group("media-spot", ["m7g.large", "m6g.large"])).join()).to.match(
      /workers\.spot\[0\]\.instanceTypes: media-spot has fewer than three/,
    );
    expect(faultsOf(group("media-spot", ["m7g.large", "m6g.large", "m8g.xlarge"])).join()).to.match(/mixes sizes/);
    expect(faultsOf(group("media-spot", ["m7g.large", "m6g.large", "c7g.large"])).join()).to.match(/mixes sizes/);
    expect(faultsOf(group("media-ondemand", ["m7g.large", "m6g.large", "m8g.large"])).join()).to.match(/is the name of another group too/);
    expect(faultsOf(group("fleets", ["m7g.large", "m6g.large", "m8g.large"])).join()).to.match(/fleets is the name of another group too/);
  });

  it("production: true refuses what would not outlive a zone", () => {
    const faults = faultsOf({ "database.multiAz": false, "network.natGateways": 1, "database.backupDays": 1 }, "production");
    expect(faults.map((fault) => fault.split(":")[0])).to.deep.equal(["database.multiAz", "database.backupDays", "network.natGateways"]);
  });

  it("all faults are told at once, and YAML that is none is told as such", () => {
    expect(faultsOf({ "site.webHost": undefined, region: undefined })).to.have.length(2);
    expect(() => parseConfig("a: [", "test.yaml")).to.throw(ConfigError, /test\.yaml has a fault:\n {2}it is not YAML/);
  });
});
