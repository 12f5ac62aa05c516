import type { Config } from "../config-schema.ts";
import type { Fault } from "./fault.ts";

export function deliveryFaults({ delivery, storage }: Pick<Config, "delivery" | "storage">): Fault[] {
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
