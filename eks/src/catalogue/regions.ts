import { databaseClass } from "./database-classes.ts";
import { instanceType } from "./instance-types.ts";

interface Region {
  /** Families of instance types and database classes of the catalogues that the region does not have. */
  readonly lacks: readonly string[];
  /** Letters of the zones that a deployment takes by itself; empty where accounts see different ones. */
  readonly zones: string;
}

const region = (lacks = "", zones = "abc"): Region => ({ lacks: lacks.split(" "), zones });

/**
 * AWS's commercial regions, with what they lack as AWS's price list had it on 2026-10-20: as kept by cfn-lint 1.58.0, to which a test
 * holds this table. China, GovCloud and the sovereign clouds have ARNs of another form, which nothing here writes.
 */
const regions: Readonly<Record<string, Region>> = {
  "af-south-1": region("m5a m6a m7a c6a c7a db.m7g db.r7g"),
  "ap-east-1": region("m5a m6a m7a c7a db.m7g"),
  "ap-east-2": region("m5 m5a m6a m7a c5 c5a c6a c7a"),
  "ap-northeast-1": region("", "acd"),
  "ap-northeast-2": region("m6a m7a c6a c7a"),
  "ap-northeast-3": region("m5a m6a m7a c5a c6a c7a"),
  "ap-south-1": region("m7a c7a"),
  "ap-south-2": region("m5a m7a c5a c7a"),
  "ap-southeast-1": region("m7a"),
  "ap-southeast-2": region("c7a"),
  "ap-southeast-3": region("m5a m6a m7a c5a c6i c6a c7a"),
  "ap-southeast-4": region("c7g m5a m6i m6a m7a c5a c6i c6a c7a db.r7g"),
  "ap-southeast-5": region("m5 m5a m6a m7a c5 c5a c6a c7a"),
  "ap-southeast-6": region("m8g m5 m5a m6a m7a c5 c5a c6a c7a"),
  "ap-southeast-7": region("m5 m5a m6a m7a c5 c5a c6a c7a"),
  "ca-central-1": region("m7a c7a", "abd"),
  "ca-west-1": region("m7g m5a m6a m7i m7a c5a c6a c7a db.t4g db.m7g"),
  "eu-central-1": region(),
  "eu-central-2": region("m5a m6a m7a c5a c6i c6a c7a"),
  "eu-north-1": region("m5a m6a c6a"),
  "eu-south-1": region("m7g m7a c6a c7a db.m7g"),
  "eu-south-2": region("m5a m6i m6a c5a c6i c6a"),
  "eu-west-1": region(),
  "eu-west-2": region(),
  "eu-west-3": region("m7a c6a c7a db.r7g"),
  "il-central-1": region("m8g m5a m6a m7a c5a c6a c7a"),
  "me-central-1": region("c7g c8g m5a m6a m7a c5a c6i c6a c7a db.r7g"),
  "me-south-1": region("c8g m5a m6a m7i m7a c6a c7i c7a"),
  "mx-central-1": region("c8g m5 m5a m6a m7a c5 c5a c6a c7a"),
  "sa-east-1": region("m7a c7a"),
  "us-east-1": region(),
  "us-east-2": region(),
  "us-west-1": region("m7a", ""),
  "us-west-2": region(),
};

export const regionNames: readonly string[] = Object.keys(regions);

/** Whether a region has an instance type or a database class of the catalogues. */
export function isOffered(name: string, regionName: string): boolean {
  const family = databaseClass(name)?.family ?? instanceType(name)?.family ?? "";
  return !regions[regionName]?.lacks.includes(family);
}

/** The zones that a deployment takes where none are named; none where that cannot be known. */
export function defaultZones(regionName: string): readonly string[] {
  return [...(regions[regionName]?.zones ?? "")].map((letter) => `${regionName}${letter}`);
}
