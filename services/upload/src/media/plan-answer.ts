import { ProblemError, toProblem } from "@mediashare/kit";
import { noFile } from "../problems.ts";
import type { AcceptedItem, RefusedItem } from "./schema.ts";

export type ItemResult = AcceptedItem | { readonly fileName: string; readonly problem: ProblemError };

export interface Answer {
  readonly status: 201 | 207;
  readonly body: { readonly items: readonly (AcceptedItem | RefusedItem)[] };
}

/**
 * How a request is answered whose files ended so: 201 where all were accepted, 207 where some were.
 * @throws ProblemError where none was: the only one's problem, or the first one's with all of them listed
 */
export function planAnswer(results: readonly ItemResult[]): Answer {
  const refused = results.filter((result) => "problem" in result);
  const [first] = refused;
  if (results.length === 0) throw noFile();
  if (first && refused.length === results.length) throw refused.length === 1 ? first.problem : allRefused(first.problem, refused);
  return {
    status: refused.length === 0 ? 201 : 207,
    body: { items: results.map((result) => ("problem" in result ? { ...result, problem: toProblem(result.problem) } : result)) },
  };
}

function allRefused(first: ProblemError, refused: readonly { fileName: string; problem: ProblemError }[]): ProblemError {
  const errors = refused.map(({ fileName, problem }, index) => ({
    in: "body",
    path: `file[${index}] ${fileName}`,
    message: problem.message,
  }));
  return new ProblemError(first.status, first.code, `None of the ${refused.length} files was accepted. ${first.message}`, { errors });
}
