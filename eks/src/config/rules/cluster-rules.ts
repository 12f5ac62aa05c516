import { steadyGroups } from "../../names.ts";
import type { Config } from "../config-schema.ts";
import { type Fault, minAboveMax } from "./fault.ts";
import { groupFaults } from "./node-rules.ts";

export function clusterFaults({ cluster, upload, web, region }: Config): Fault[] {
  const steady = steadyGroups.flatMap((name) => {
    const { instanceTypes, min, max } = cluster[name];
    return [
      ...groupFaults(["cluster", name, "instanceTypes"], instanceTypes, region),
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
