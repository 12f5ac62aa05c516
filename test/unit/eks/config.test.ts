import { readFileSync } from "node:fs";
import { ConfigError, parseConfig, type Template } from "@mediashare/eks";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { parse } from "yaml";
import { changedExample, type Example, examples, resourcesOf, synthesizeChanged } from "../../support/eks.ts";

function faultsOf(changes: Readonly<Record<string, unknown>>, example: Example = "small"): readonly string[] {
  try {
    parseConfig(changedExample(example, changes), "test.yaml");
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
    ["a region that is none", { region: "eu-wset-1" }, "region", /"eu-wset-1" is no region .* eu-west-1, .* China, GovCloud/],
    ["a region of another cloud", { region: "cn-north-1" }, "region", /China, GovCloud and sovereign clouds are not for it/],
    ["an account of eleven digits", { account: "12345678901" }, "account", /number of the AWS account in quotes/],
    ["no account", { account: undefined }, "account", /^account: is missing: write the number of the AWS account in quotes/],
    [
      "an instance type that the region lacks",
      { region: "eu-north-1", "network.zones": undefined, "cluster.fleets.instanceTypes": ["m6a.large"] },
      "cluster.fleets.instanceTypes",
      /EC2 does not have m6a\.large in eu-north-1; write another, such as t3\.large, m5\.large, m6i\.large/,
    ],
    [
      "arm64 of a generation that the region lacks",
      { region: "ca-west-1", "network.zones": undefined, "cluster.system.instanceTypes": ["m7g.large"] },
      "cluster.system.instanceTypes",
      /EC2 does not have m7g\.large in ca-west-1; write another, such as t4g\.large, m6g\.large, m8g\.large/,
    ],
    [
      "a database class that the region lacks",
      { region: "ca-west-1", "network.zones": undefined },
      "database.instanceClass",
      /RDS does not have db\.t4g\.small in ca-west-1; write one of db\.m6g\.large/,
    ],
    [
      "a size that its family lacks",
      { "cluster.fleets.instanceTypes": ["c5.8xlarge"] },
      "cluster.fleets.instanceTypes[0]",
      /"c5\.8xlarge" is not an/,
    ],
    [
      "a region whose zones cannot be known",
      { region: "us-west-1", "network.zones": undefined },
      "network.zones",
      /is missing: .* aws ec2 describe-availability-zones --region us-west-1/,
    ],
    ["one zone twice", { "network.zones": ["eu-west-1a", "eu-west-1a"] }, "network.zones", /eu-west-1a stands there twice/],
    [
      "addresses of the Internet",
      { "network.cidr": "54.10.0.0/16" },
      "network.cidr",
      /addresses of others on the Internet; write some within 10\.0\.0\.0\/8/,
    ],
    [
      "services among addresses that EKS refuses",
      { "network.serviceCidr": "100.64.0.0/16" },
      "network.serviceCidr",
      /no network that EKS takes/,
    ],
    ["too few services", { "network.serviceCidr": "172.20.0.0/25" }, "network.serviceCidr", /write a \/12 to \/24/],
    [
      "a certificate of another region for the load balancer",
      { "site.certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1" },
      "site.certificateArn",
      /is a certificate in us-east-1, and the load balancer is in eu-west-1/,
    ],
    [
      "a certificate of another account",
      { "site.certificateArn": "arn:aws:acm:eu-west-1:210987654321:certificate/1" },
      "site.certificateArn",
      /of the account 210987654321; write one of 123456789012/,
    ],
    [
      "a delivery host without a certificate",
      { zone: undefined, "delivery.host": "media.example.org" },
      "delivery.certificateArn",
      /is missing: .* or zone/,
    ],
    [
      "a registry with a scheme",
      { "image.repository": "https://registry.example.org/media" },
      "image.repository",
      /without scheme, fleet and tag/,
    ],
    [
      "a repository with a tag",
      { "image.repository": "registry.example.org/media:0.1.0" },
      "image.repository",
      /without scheme, fleet and tag/,
    ],
    ["no tag", { "image.tag": undefined }, "image.tag", /is missing: write the tag of all images/],
    [
      "workers as large as their nodes",
      { "workers.cpu": "4" },
      "workers.spot[0].instanceTypes",
      /no worker of 4 CPU and 3Gi fits m7g\.xlarge, which has 4 CPU and 16Gi/,
    ],
    [
      "workers of more memory than their nodes",
      { "workers.memory": "16Gi", "workers.memoryLimit": "20Gi" },
      "workers.onDemand[0].instanceTypes",
      /fits m6g\.xlarge/,
    ],
    ["a memory limit below the request", { "workers.memoryLimit": "512Mi" }, "workers.memoryLimit", /is 512Mi, below memory, which is 3Gi/],
    ["a disk that cannot grow", { "database.maxStorageGib": 20 }, "database.maxStorageGib", /is 20, .* write at least 22/],
    ["a budget of nothing", { "budget.monthlyUsd": 0 }, "budget.monthlyUsd", /^budget\.monthlyUsd: is 0; write at least 1$/],
    ["a budget without an amount", { budget: {} }, "budget.monthlyUsd", /is missing: write an amount in USD, or leave budget out/],
    ["half a node", { "workers.max": 2.5 }, "workers.max", /is 2\.5; write a whole number/],
    ["words for yes", { production: "yes" }, "production", /is "yes"; write true or false/],
    [
      "a value that is no choice",
      { "delivery.priceClass": "cheap" },
      "delivery.priceClass",
      /is "cheap"; write one of PriceClass_100, PriceClass_200, PriceClass_All/,
    ],
    ["one zone where there must be two", { "network.zones": ["eu-west-1a"] }, "network.zones", /at least two zones/],
    ["a word where there is a group of settings", { network: "10.0.0.0/16" }, "network", /write its settings, each on a line of its own/],
    [
      "a provider by plain HTTP",
      { "auth.oidc": { issuer: "http://login.example.org", clientId: "media" } },
      "auth.oidc.issuer",
      /https: URL/,
    ],
    [
      "a provider without a client",
      { "auth.oidc": { issuer: "https://login.example.org" } },
      "auth.oidc.clientId",
      /is missing: write the id of the client/,
    ],
    [
      "a domain of one label",
      { "auth.oidc": { issuer: "https://login.example.org", clientId: "media", domains: ["example"] } },
      "auth.oidc.domains[0]",
      /write a host name/,
    ],
    [
      "a client's secret in the file",
      { "auth.oidc": { issuer: "https://login.example.org", clientId: "media", clientSecret: "hush" } },
      "auth.oidc",
      /clientSecret: no such setting/,
    ],
    [
      "a variable that nothing reads",
      { "web.env": { MEDIASHARE_SINGUP: "open" } },
      "web.env.MEDIASHARE_SINGUP",
      /there is no such variable/,
    ],
    [
      "a variable as a number",
      { "upload.env": { MEDIASHARE_MAX_FILES_PER_REQUEST: 5 } },
      "upload.env.MEDIASHARE_MAX_FILES_PER_REQUEST",
      /is 5; write text, in quotes/,
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

  it("every fault says what to write: none is left to zod's own words", () => {
    for (const [, changes] of wrong)
      expect(faultsOf(changes).join("\n")).to.not.match(/Invalid (input|option|key)|Too (small|big)|expected /);
  });

  it("editors are told the same by config.schema.json", () => {
    const schema = JSON.parse(readFileSync(new URL("../../../eks/config.schema.json", import.meta.url), "utf8"));
    const isRight = new Ajv2020({ validateFormats: false }).compile(schema);
    for (const example of examples) expect(isRight(parse(changedExample(example, {}))), JSON.stringify(isRight.errors)).to.equal(true);
    for (const changes of [{ "network.vpcCidr": "10.0.0.0/16" }, { site: undefined }, { "workers.max": 0 }])
      expect(isRight(parse(changedExample("small", changes))), Object.keys(changes).join()).to.equal(false);
  });

  it("takes the first three zones that the region has", () => {
    const zonesIn = (region: string) => {
      const network = synthesizeChanged("small", { region, "network.zones": undefined }).templates.get("network") as Template;
      return resourcesOf(network, "AWS::EC2::Subnet").map(({ Properties }) => Properties["AvailabilityZone"]);
    };
    expect(new Set(zonesIn("ap-northeast-1"))).to.deep.equal(new Set(["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]));
  });

  it("all faults are told at once, and YAML that is none is told as such", () => {
    expect(faultsOf({ "site.webHost": undefined, region: undefined })).to.have.length(2);
    expect(() => parseConfig("a: [", "test.yaml")).to.throw(ConfigError, /test\.yaml has a fault:\n {2}it is not YAML/);
  });
});
