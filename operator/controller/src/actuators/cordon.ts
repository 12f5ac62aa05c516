import { CORDONED_BY, isCordonedBy } from "../readings/build-node-group-state.ts";
import type { Kube } from "../readings/kube.ts";
import { asking, KubeCallError } from "../readings/kube-call.ts";
import type { NodeObject } from "../readings/kube-objects.ts";

/** No new pod comes to the node; the annotation says on whose behalf. One that somebody else cordoned is not taken over. */
export async function cordonNode(kube: Kube, name: string, owner: string): Promise<void> {
  const node = await readNode(kube, name);
  if (!node || node.spec?.unschedulable === true) return;
  await patchNode(kube, name, { metadata: { annotations: { [CORDONED_BY]: owner } }, spec: { unschedulable: true } });
}

/** Undoes our own cordon, and nobody else's. */
export async function uncordonNode(kube: Kube, name: string, owner: string): Promise<void> {
  const node = await readNode(kube, name);
  if (!node || !isCordonedBy(node, owner)) return;
  await patchNode(kube, name, { metadata: { annotations: { [CORDONED_BY]: null } }, spec: { unschedulable: null } });
}

/** `null`: it has gone, or never joined. */
export async function readNode(kube: Kube, name: string): Promise<NodeObject | null> {
  try {
    return await asking(`get node ${name}`, () => kube.get<NodeObject>(nodePath(name)));
  } catch (error) {
    if (error instanceof KubeCallError && error.status === 404) return null;
    throw error;
  }
}

function patchNode(kube: Kube, name: string, patch: object): Promise<unknown> {
  return asking(`patch node ${name}`, () => kube.mergePatch(nodePath(name), patch));
}

function nodePath(name: string): string {
  return `/api/v1/nodes/${name}`;
}
