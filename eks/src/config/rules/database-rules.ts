import { databaseAuthorities } from "../../catalogue/database-authorities.ts";
import { databaseClass, databaseClassNames, maxConnections } from "../../catalogue/database-classes.ts";
import { isOffered } from "../../catalogue/regions.ts";
import type { Config } from "../config-schema.ts";
import type { Fault } from "./fault.ts";

/** Connections that Postgres keeps for its own superusers, for migrations at a rollout and for people. */
const sparedConnections = 20;

export function databaseFaults({ database, region, upload, web, workers }: Config): Fault[] {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  const leastMaximum = Math.ceil((database.storageGib * 11) / 10);
  return [
    ...connectionFaults(database, upload.max + web.max + workers.max),
    ...offerFaults(database, region),
    ...(database.authorities === undefined && databaseAuthorities(region) === undefined
      ? [
          {
            path: ["database", "authorities"],
            message: `is missing: this app does not know who signs for databases in ${region}; write what https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem holds`,
          },
        ]
      : []),
    ...(database.maxStorageGib < leastMaximum
      ? [
          {
            path: ["database", "maxStorageGib"],
            message: `is ${database.maxStorageGib}, and RDS wants room to grow by a tenth; write at least ${leastMaximum}`,
          },
        ]
      : []),
  ];
}

function connectionFaults({ instanceClass, poolSize }: Config["database"], pods: number): Fault[] {
  const found = databaseClass(instanceClass);
  // The upload fleet's relay and the web fleet's events each hold one connection outside of the pool.
  const wanted = pods * (poolSize + 1) + sparedConnections;
  const most = found ? maxConnections(found) : Number.POSITIVE_INFINITY;
  if (wanted <= most) return [];
  const message = `${instanceClass} takes about ${most} connections, but ${pods} pods with database.poolSize ${poolSize} may hold ${wanted}; write a larger class, a smaller pool or fewer pods`;
  return [{ path: ["database", "instanceClass"], message }];
}

function offerFaults({ instanceClass }: Config["database"], region: string): Fault[] {
  if (isOffered(instanceClass, region)) return [];
  const others = databaseClassNames.filter((name) => isOffered(name, region));
  const message = `RDS does not have ${instanceClass} in ${region}; write one of ${others.join(", ")}, or correct eks/src/catalogue/regions.ts`;
  return [{ path: ["database", "instanceClass"], message }];
}
