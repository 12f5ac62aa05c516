import type { Knex } from "@mediashare/core";

/** What of EXPLAIN's JSON these checks look at. */
export interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Plan[];
}

/** Tables that grow with a library; a small one may well be read whole. */
const growing: ReadonlySet<string> = new Set(["media", "rendition", "media_month", "album_item"]);

/** The plan of each query that an operation sends, as it ran. */
export async function plansOf(db: Knex, operation: () => Promise<unknown>): Promise<Plan[]> {
  const queries: { sql: string; bindings: readonly unknown[] }[] = [];
  const note = (query: { sql: string; bindings: readonly unknown[] }) => queries.push(query);
  db.on("query", note);
  await operation();
  db.removeListener("query", note);
  if (queries.length === 0) throw new Error("the operation sent no query");
  const plans: Plan[] = [];
  for (const { sql, bindings } of queries) {
    const client = await db.client.acquireConnection();
    try {
      const { rows } = await client.query(`explain (analyze, format json) ${sql}`, bindings);
      plans.push(rows[0]["QUERY PLAN"][0].Plan);
    } finally {
      await db.client.releaseConnection(client);
    }
  }
  return plans;
}

export const planNodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(planNodes)];

/** Rows of `media` that were looked at. */
export const mediaRead = (plan: Plan): number =>
  planNodes(plan)
    .filter((node) => node["Relation Name"] === "media")
    .reduce((sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"], 0);

/** What makes a plan slow where the library is large: a table read whole, or more than so many media read or rows sorted. */
export function planFaults(plan: Plan, { read, sorted }: { readonly read: number; readonly sorted: number }): string[] {
  const nodes = planNodes(plan);
  const whole = nodes.filter((node) => node["Node Type"].endsWith("Seq Scan") && growing.has(node["Relation Name"] ?? ""));
  const sorts = nodes.filter((node) => node["Node Type"].endsWith("Sort") && sortedRows(node) > sorted);
  const media = mediaRead(plan);
  return [
    ...whole.map((node) => `reads ${node["Relation Name"]} whole`),
    ...sorts.map((node) => `sorts ${sortedRows(node)} rows`),
    ...(media > read ? [`reads ${media} media`] : []),
  ];
}

/** What comes into a sort: with a limit only few rows come out of it. */
const sortedRows = ({ Plans: inputs = [] }: Plan): number =>
  inputs.reduce((sum, input) => sum + input["Actual Rows"] * input["Actual Loops"], 0);
