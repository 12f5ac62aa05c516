import type { WorkerMember, WorkersState } from "./observation.ts";

/**
 * The workers to lose when scaling in to `desired`: first those that do nothing yet, then idle ones; among these the ones on nodes that
 * are going anyway, then those whose node has the least work, so that whole nodes become idle and can go. Busy workers are named last,
 * and only as many as must go.
 */
export function removalOrder({ asked, members }: WorkersState, desired: number, goingNodes: ReadonlySet<string>): readonly string[] {
  const excess = Math.min(members.length, asked) - desired;
  if (excess <= 0) return [];
  const work = workByNode(members);
  const rank = (member: WorkerMember): Rank => [
    CLASS[member.state],
    member.node !== undefined && goingNodes.has(member.node) ? 0 : 1,
    work.get(nodeOf(member)) ?? 0,
  ];
  return [...members]
    .sort((a, b) => compare(rank(a), rank(b)) || (a.name < b.name ? 1 : -1))
    .slice(0, excess)
    .map(({ name }) => name);
}

type Rank = readonly [state: number, staysOnNode: number, workOnNode: number];

const CLASS: Record<WorkerMember["state"], number> = { starting: 0, idle: 1, unknown: 2, busy: 3 };

/** Without a node each worker stands for itself. */
function nodeOf({ node, name }: WorkerMember): string {
  return node === undefined ? `worker/${name}` : `node/${node}`;
}

function workByNode(members: readonly WorkerMember[]): ReadonlyMap<string, number> {
  const work = new Map<string, number>();
  for (const member of members) {
    const isWorking = member.state === "busy" || member.state === "unknown";
    work.set(nodeOf(member), (work.get(nodeOf(member)) ?? 0) + (isWorking ? 1 : 0));
  }
  return work;
}

function compare(a: Rank, b: Rank): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
