import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

export interface Query {
  /** Each metric with the labels that it is chosen by. */
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels by which the results are put together. */
  readonly groupings: readonly string[];
}

/** @throws SyntaxError for what is no PromQL */
export function readPromql(text: string): Query {
  const metrics: { name: string; labels: string[] }[] = [];
  const groupings: string[] = [];
  const textOf = ({ from, to }: SyntaxNode): string => text.slice(from, to);
  parser.parse(text).iterate({
    enter({ type, node }) {
      if (type.isError) throw new SyntaxError(`No PromQL at ${text.slice(node.from, node.from + 20)} of ${text}`);
      if (type.name === "VectorSelector") metrics.push({ name: textOf(node.firstChild as SyntaxNode), labels: [] });
      if (type.name !== "LabelName") return;
      if (node.parent?.name === "GroupingLabels") groupings.push(textOf(node));
      else metrics.at(-1)?.labels.push(textOf(node));
    },
  });
  return { metrics, groupings };
}
