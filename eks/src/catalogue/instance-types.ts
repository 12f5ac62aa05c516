/** What a node of an EC2 instance type has, before the kubelet's reservations. */
export interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly architecture: Architecture;
  readonly vcpus: number;
  readonly memoryGib: number;
  /** On demand, Linux, us-east-1, as of `instancePricesAsOf`. */
  readonly usdPerHour: number;
}

export type Architecture = "arm64" | "amd64";

interface Family {
  readonly architecture: Architecture;
  readonly memoryGibOfLarge: number;
  readonly usdPerHourOfLarge: number;
}

const family = (architecture: Architecture, memoryGibOfLarge: number, usdPerHourOfLarge: number): Family => ({
  architecture,
  memoryGibOfLarge,
  usdPerHourOfLarge,
});

/**
 * When AWS's price list had these prices: as Karpenter 1.14.0 keeps them, to which a test holds them
 * (https://github.com/aws/karpenter-provider-aws, pkg/providers/pricing).
 */
export const instancePricesAsOf = "2026-07-06";

/** Families with whole-core performance that EKS runs; burstable ones only for small services. Prices are linear in the size. */
const families: Readonly<Record<string, Family>> = {
  t4g: family("arm64", 8, 0.0672),
  m6g: family("arm64", 8, 0.077),
  m7g: family("arm64", 8, 0.0816),
  m8g: family("arm64", 8, 0.08976),
  c6g: family("arm64", 4, 0.068),
  c7g: family("arm64", 4, 0.0725),
  c8g: family("arm64", 4, 0.07976),
  r7g: family("arm64", 16, 0.1071),
  t3: family("amd64", 8, 0.0832),
  m5: family("amd64", 8, 0.096),
  m5a: family("amd64", 8, 0.086),
  m6i: family("amd64", 8, 0.096),
  m6a: family("amd64", 8, 0.0864),
  m7i: family("amd64", 8, 0.1008),
  m7a: family("amd64", 8, 0.11592),
  c5: family("amd64", 4, 0.085),
  c5a: family("amd64", 4, 0.077),
  c6i: family("amd64", 4, 0.085),
  c6a: family("amd64", 4, 0.0765),
  c7i: family("amd64", 4, 0.08925),
  c7a: family("amd64", 4, 0.10264),
};

/** How many `large` make one of these: a large has two vCPUs. */
const sizes: Readonly<Record<string, number>> = { large: 1, xlarge: 2, "2xlarge": 4, "4xlarge": 8, "8xlarge": 16 };

const largesOfLargestBurstable = 4;

/** Families that do not have all sizes: c5 goes on with 9xlarge. */
const missingSizes: Readonly<Record<string, readonly string[]>> = { c5: ["8xlarge"] };

export const instanceFamilies: readonly string[] = Object.keys(families);

/** Undefined for a type that is not in the catalogue. */
export function instanceType(name: string): InstanceType | undefined {
  const [familyName = "", size = "", ...rest] = name.split(".");
  const found = families[familyName];
  const larges = sizes[size];
  if (!found || larges === undefined || rest.length > 0) return undefined;
  if (familyName.startsWith("t") && larges > largesOfLargestBurstable) return undefined;
  if (missingSizes[familyName]?.includes(size)) return undefined;
  return {
    name,
    family: familyName,
    architecture: found.architecture,
    vcpus: 2 * larges,
    memoryGib: found.memoryGibOfLarge * larges,
    usdPerHour: found.usdPerHourOfLarge * larges,
  };
}

/** Some that people may have meant: of the family whose name begins likest, in the size that was written if there is one. */
export function similarInstanceTypes(name: string): readonly string[] {
  const [familyName = "", size = ""] = name.split(".");
  const common = (other: string): number => [...other].findIndex((letter, index) => letter !== familyName[index]);
  const likeness = (other: string): number => (common(other) < 0 ? other.length : common(other));
  const closest = Object.keys(families)
    .sort((one, other) => likeness(other) - likeness(one))
    .slice(0, 3);
  return closest.map((each) => `${each}.${sizes[size] === undefined ? "large" : size}`);
}
