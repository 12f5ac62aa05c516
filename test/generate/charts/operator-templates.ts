import { renderCrd } from "@mediashare/api";
import { type Manifest, type OperatorOptions, renderOperator } from "@mediashare/cdk8s";
import { block, kept, line, madeByGenerate, optionalBlock, optionalPullSecrets, optionalText, replaceAt, Template } from "./template.ts";

/** The operator chart's templates by file name: what `renderOperator` gives, with Helm's values in it. */
export function renderOperatorTemplates(): Readonly<Record<string, string>> {
  const crd = renderCrd();
  const manifests = renderWithPlaces(true);
  const ofKind = (kind: string): string => {
    const { template, all } = manifests;
    return `${madeByGenerate}${template.write(all.filter((manifest) => manifest.kind === kind))}`;
  };
  return {
    // A template, so that `helm upgrade` upgrades it, and kept, as every pipeline would go with its definition.
    "crd.yaml": `${madeByGenerate}${new Template().write([{ ...crd, metadata: { ...crd.metadata, annotations: kept } }])}`,
    "service-account.yaml": ofKind("ServiceAccount"),
    "rights.yaml": renderRights(),
    "deployment.yaml": ofKind("Deployment"),
    "metrics-service.yaml": ofKind("Service"),
    "pod-disruption-budget.yaml": ofKind("PodDisruptionBudget"),
    "priority-classes.yaml": ofKind("PriorityClass"),
  };
}

/** The rights on pipelines hold in one namespace or in all; the others are the same in both cases. */
function renderRights(): string {
  const [ofNamespace, ofCluster] = [true, false].map((isOfNamespace) => {
    const { template, all } = renderWithPlaces(isOfNamespace);
    const isRight = ({ kind }: Manifest): boolean => /^(Cluster)?Role(Binding)?$/.test(kind);
    return all.filter(isRight).map((manifest) => template.write([manifest]));
  }) as [string[], string[]];
  const own = (these: readonly string[], those: readonly string[]): string => these.filter((each) => !those.includes(each)).join("---\n");
  const shared = ofCluster.filter((each) => ofNamespace.includes(each));
  return [
    `${madeByGenerate}{{- if .Values.watchNamespace }}\n${own(ofNamespace, ofCluster)}{{- else }}\n${own(ofCluster, ofNamespace)}{{- end }}\n`,
    ...shared,
  ].join("---\n");
}

function renderWithPlaces(isOfNamespace: boolean): { readonly template: Template; readonly all: readonly Manifest[] } {
  const template = new Template();
  const watched = template.text(".Values.watchNamespace");
  // The values only hold the places of what is put there below.
  const options: OperatorOptions = {
    namespace: template.text(".Release.Namespace"),
    image: `${template.text(".Values.image.repository")}/operator:${template.text(".Values.image.tag | default .Chart.AppVersion")}`,
    pullPolicy: "Always",
    pullSecrets: ["secret"],
    serviceAccountAnnotations: { name: "value" },
    nodeSelector: { name: "value" },
    tolerations: [{}],
    env: { MEDIASHARE_LOG_LEVEL: "info" },
    ...(isOfNamespace && { watchNamespace: watched }),
  };
  return { template, all: renderOperator(options).map((manifest) => putPlaces(template, manifest)) };
}

function putPlaces(template: Template, manifest: Manifest): Manifest {
  if (manifest.kind === "ServiceAccount")
    return replaceAt(manifest, "metadata.annotations", template.entry(optionalBlock(".Values.serviceAccount.annotations")));
  if (manifest.kind !== "Deployment") return manifest;
  const pod = "spec.template.spec";
  const placed = Object.entries({
    "spec.replicas": line("{{ .Values.replicas }}"),
    [`${pod}.priorityClassName`]: optionalText(".Values.priorityClassName"),
    [`${pod}.nodeSelector`]: optionalBlock(".Values.nodeSelector"),
    [`${pod}.tolerations`]: optionalBlock(".Values.tolerations"),
    [`${pod}.imagePullSecrets`]: optionalPullSecrets(".Values.image.pullSecrets"),
    [`${pod}.containers.0.imagePullPolicy`]: optionalText(".Values.image.pullPolicy"),
    [`${pod}.containers.0.resources`]: block(".Values.resources"),
  }).reduce((tree, [path, entry]) => replaceAt(tree, path, template.entry(entry)), manifest);
  return putVariables(template, placed);
}

interface Variable {
  readonly name: string;
}

/** The variables that may be left out, and further ones. */
function putVariables(template: Template, deployment: Manifest): Manifest {
  const path = "spec.template.spec.containers.0.env";
  const variables = path.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], deployment) as Variable[];
  const places: Readonly<Record<string, string>> = {
    MEDIASHARE_WATCH_NAMESPACE: template.entry((lead) => [
      "{{- with .Values.watchNamespace }}",
      `${lead}name: MEDIASHARE_WATCH_NAMESPACE`,
      `${" ".repeat(lead.length)}value: {{ . | quote }}`,
      "{{- end }}",
    ]),
    MEDIASHARE_LOG_LEVEL: template.entry((lead) => [
      "{{- range $name, $value := .Values.env }}",
      `${lead}name: {{ $name }}`,
      `${" ".repeat(lead.length)}value: {{ $value | quote }}`,
      "{{- end }}",
    ]),
  };
  return replaceAt(
    deployment,
    path,
    variables.map((variable) => places[variable.name] ?? variable),
  );
}
