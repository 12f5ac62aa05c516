import { parseJson } from "@mediashare/kit";
import { z } from "zod";

const epochTime = z.strictObject({ "AWS:EpochTime": z.int().nonnegative() });

/** A custom policy as CloudFront takes it: one statement, of which this code can judge everything. */
const policySchema = z.strictObject({
  Statement: z.tuple([
    z.strictObject({
      Resource: z.string().min(1),
      Condition: z.strictObject({ DateLessThan: epochTime, DateGreaterThan: epochTime.optional() }),
    }),
  ]),
});

export interface SigningPolicy {
  /** URL without its signature, in which `*` stands for any characters and `?` for one. */
  readonly resource: string;
  readonly expiresAt: Date;
  readonly startsAt: Date | undefined;
}

/** The JSON that is signed. Also the canned policy of CloudFront, which is never sent but rebuilt: byte for byte this. */
export function renderPolicy(resource: string, expiresAtSeconds: number): string {
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: { DateLessThan: { "AWS:EpochTime": expiresAtSeconds } } }] });
}

/** Undefined for anything else, such as an `IpAddress` condition: what is not understood is not granted. */
export function parsePolicy(json: string): SigningPolicy | undefined {
  const parsed = policySchema.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const { Resource, Condition } = parsed.data.Statement[0];
  return {
    resource: Resource,
    expiresAt: toDate(Condition.DateLessThan),
    startsAt: Condition.DateGreaterThan && toDate(Condition.DateGreaterThan),
  };
}

export function matchesResource(resource: string, url: string): boolean {
  const pattern = resource
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${pattern}$`, "s").test(url);
}

function toDate(time: { "AWS:EpochTime": number }): Date {
  return new Date(time["AWS:EpochTime"] * 1000);
}
