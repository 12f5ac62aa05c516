/** Labels of everything that belongs to a pipeline; with a component, of that fleet's things and pods. */
export function labelsOf(pipeline: string, component?: string): Record<string, string> {
  return { ...selectorOf(pipeline, component), "app.kubernetes.io/managed-by": managedBy };
}

/** The labels that select a fleet's pods: they never change, as a Deployment's selector cannot. */
export function selectorOf(pipeline: string, component?: string): Record<string, string> {
  return {
    "app.kubernetes.io/name": "mediashare",
    "app.kubernetes.io/instance": pipeline,
    ...(component === undefined ? {} : { "app.kubernetes.io/component": component }),
  };
}

export function childName(pipeline: string, component: string): string {
  return `${pipeline}-${component}`;
}

/** On pods of the web fleet: what the operator decided, as a ScalingReport in JSON. The pod reads it as a file. */
export const scalingAnnotation = "mediashare.dev/scaling";

export const managedBy = "mediashare-operator";
/** `app.kubernetes.io/name` of the operator's own pods. */
export const operatorName = "mediashare-operator";
