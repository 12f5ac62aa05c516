/** An RDS instance class for Postgres. */
export interface DatabaseClass {
  readonly name: string;
  /** Such as `db.m7g`. */
  readonly family: string;
  readonly memoryGib: number;
  /** One instance in one zone, us-east-1; see `priceTable` for the date. */
  readonly usdPerHour: number;
}

const classes: readonly Omit<DatabaseClass, "family">[] = [
  { name: "db.t4g.micro", memoryGib: 1, usdPerHour: 0.016 },
  { name: "db.t4g.small", memoryGib: 2, usdPerHour: 0.032 },
  { name: "db.t4g.medium", memoryGib: 4, usdPerHour: 0.065 },
  { name: "db.t4g.large", memoryGib: 8, usdPerHour: 0.129 },
  { name: "db.m6g.large", memoryGib: 8, usdPerHour: 0.159 },
  { name: "db.m7g.large", memoryGib: 8, usdPerHour: 0.168 },
  { name: "db.m7g.xlarge", memoryGib: 16, usdPerHour: 0.336 },
  { name: "db.m7g.2xlarge", memoryGib: 32, usdPerHour: 0.673 },
  { name: "db.r6g.large", memoryGib: 16, usdPerHour: 0.225 },
  { name: "db.r7g.large", memoryGib: 16, usdPerHour: 0.239 },
  { name: "db.r7g.xlarge", memoryGib: 32, usdPerHour: 0.478 },
];

export const databaseClassNames: readonly string[] = classes.map(({ name }) => name);

export function databaseClass(name: string): DatabaseClass | undefined {
  const found = classes.find((each) => each.name === name);
  return found && { ...found, family: name.slice(0, name.lastIndexOf(".")) };
}

/**
 * RDS sets max_connections to LEAST({DBInstanceClassMemory/9531392}, 5000); the memory of the class is somewhat less than the
 * machine's, as the host keeps some.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function maxConnections({ memoryGib }: DatabaseClass): number {
  return Math.min(5000, Math.floor((memoryGib * 0.9 * 2 ** 30) / 9_531_392));
}
