import type { KubeObject } from "../kube/kube-object.ts";

type Fields = Readonly<Record<string, unknown>>;
type Anything = KubeObject & { readonly spec?: Fields; readonly status?: Fields };

const metadataFields = [
  ...["name", "namespace", "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp"],
  ...["labels", "annotations", "ownerReferences"],
];

/** Of a pod what readings and faults are taken from: a tenth of it. */
export function trimPod<T extends KubeObject>(pod: T): T {
  const { metadata, spec = {}, status } = pod as Anything;
  const containers = (name: string): Fields =>
    Array.isArray(spec[name]) ? { [name]: spec[name].map((each: Fields) => pick(each, "name", "resources", "restartPolicy")) } : {};
  return {
    metadata: pick(metadata as unknown as Fields, ...metadataFields),
    spec: { ...pick(spec, "nodeName", "overhead"), ...containers("containers"), ...containers("initContainers") },
    status: pick(status ?? {}, "phase", "podIP", "conditions", "containerStatuses", "initContainerStatuses"),
  } as unknown as T;
}

/** Of a node all but its lists of images and volumes, which are most of it. */
export function trimNode<T extends KubeObject>(node: T): T {
  const { metadata, spec, status } = node as Anything;
  return {
    metadata: pick(metadata as unknown as Fields, ...metadataFields),
    spec: pick(spec ?? {}, "providerID", "unschedulable", "taints"),
    status: pick(status ?? {}, "allocatable", "conditions"),
  } as unknown as T;
}

function pick(from: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
