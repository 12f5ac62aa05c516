import { applies, type PolicyStatement, toList } from "./evaluate-policy.ts";
import type { Permission } from "./needed-permission.ts";

/** What statements allow and no permission needs: each action of each statement on each of its resources by itself. */
export function unneededGrants(statements: readonly PolicyStatement[], needed: readonly Permission[]): string[] {
  const grants = statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      toList(statement.Action).flatMap((Action) => toList(statement.Resource).map((Resource) => ({ ...statement, Action, Resource }))),
    );
  return grants
    .filter((grant) => !needed.some((permission) => applies(grant, permission)))
    .map(({ Sid, Action, Resource }) => `${Sid}: ${Action} on ${Resource}`);
}
