import { type BackendsOptions, backendsSpec, type Manifest, renderBackends, secretNames } from "@mediashare/cdk8s";
import { type Entry, kept, madeByGenerate, optionalPullSecrets, optionalText, replaceAt, Template } from "./template.ts";

const values = ".Values.developmentBackends";
const isEnabled = `{{- if ${values}.enabled }}\n`;
const end = "{{- end }}\n";
/** Set at the top of the templates that use it. */
const secrets = "$secrets";

/** Templates of the development backends by file name: what `renderBackends` gives, with Helm's values in it. */
export function renderBackendsTemplates(): Readonly<Record<string, string>> {
  const { template, all } = renderWithPlaces();
  const [made, running] = [all.filter(({ kind }) => kind === "Secret"), all.filter(({ kind }) => kind !== "Secret")];
  return {
    "backends-secrets.yaml": `${madeByGenerate}${isEnabled}${renderKeptSecrets()}${template.write(made)}${end}`,
    "backends.yaml": `${madeByGenerate}${isEnabled}${running.map((manifest) => writeOptional(template, manifest)).join("---\n")}${end}`,
  };
}

/** Passwords and keys are made once: those of a release that is there are found in the cluster. */
function renderKeptSecrets(): string {
  const template = new Template();
  const found = Object.entries(secretNames(template.text(".Release.Name"))).map(
    ([what, name]) => `"${what}" (lookup "v1" "Secret" .Release.Namespace (${template.expressionOf(name)})).data`,
  );
  return `{{- $found := dict ${found.join(" ")} }}\n{{- ${secrets} := include "mediashare.developmentSecrets" $found | fromYaml }}\n`;
}

/** The part of a spec that leads a pipeline to its backends, as a template. */
export function renderBackendsSpec(name: string): string {
  const template = new Template();
  const spec = backendsSpec({
    name: template.text(".Release.Name"),
    namespace: template.text(".Release.Namespace"),
    deliveryUrl: template.text(`${values}.deliveryUrl`),
  });
  return `{{- define "${name}" -}}\n${template.write([spec as never])}{{- end -}}\n`;
}

function renderWithPlaces(): { readonly template: Template; readonly all: readonly Manifest[] } {
  const template = new Template();
  const own = (name: string): string =>
    template.text(
      `${values}.images.${name} | default (printf "%s/${name}:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion))`,
    );
  // Those of volumes and pull secrets only hold the places of what is put there below.
  const options: BackendsOptions = {
    name: template.text(".Release.Name"),
    namespace: template.text(".Release.Namespace"),
    images: {
      postgres: template.text(`${values}.images.postgres`),
      s3: template.text(`${values}.images.s3`),
      sqs: own("sqs"),
      edge: own("edge"),
    },
    password: template.text(`${secrets}.password`),
    authSecret: template.text(`${secrets}.authSecret`),
    deliveryKeys: { privateKey: template.text(`${secrets}.privateKey`), publicKey: template.text(`${secrets}.publicKey`) },
    deliveryUrl: template.text(`${values}.deliveryUrl`),
    siteOrigin: template.text(`${values}.siteOrigin`),
    volumes: { size: template.text(`${values}.volumes.size`), storageClassName: "class" },
    pullPolicy: template.text('.Values.image.pullPolicy | default "IfNotPresent"') as "Never",
    pullSecrets: ["secret"],
  };
  return { template, all: renderBackends(options).map((manifest) => putPlaces(template, manifest)) };
}

/** Data outlives the release, and so does what opens it. */
const keptWithVolumes: Entry = (lead, key) => [
  `{{- if ${values}.volumes.size }}`,
  `${lead}${key}:`,
  ...Object.entries(kept).map(([name, value]) => `${lead}  ${name}: ${value}`),
  "{{- end }}",
];

function putPlaces(template: Template, manifest: Manifest): Manifest {
  const { kind } = manifest;
  const annotated = (annotations: unknown): Manifest => ({
    ...manifest,
    metadata: { ...manifest.metadata, annotations: annotations as never },
  });
  if (kind === "Secret") return annotated(template.entry(keptWithVolumes));
  if (kind === "PersistentVolumeClaim")
    return replaceAt(annotated(kept), "spec.storageClassName", template.entry(optionalText(`${values}.volumes.storageClassName`)));
  if (kind !== "Deployment") return manifest;
  return putVolumes(
    template,
    replaceAt(manifest, "spec.template.spec.imagePullSecrets", template.entry(optionalPullSecrets(".Values.image.pullSecrets"))),
  );
}

function putVolumes(template: Template, deployment: Manifest): Manifest {
  const path = "spec.template.spec.volumes";
  const { volumes } = (deployment["spec"] as { template: { spec: { volumes: readonly Record<string, unknown>[] } } }).template.spec;
  const claimed =
    (claimName: string): Entry =>
    (lead) => [
      `{{- if ${values}.volumes.size }}`,
      `${lead}persistentVolumeClaim:`,
      `${lead}  claimName: {{ ${template.expressionOf(claimName)} | quote }}`,
      "{{- else }}",
      `${lead}emptyDir: {}`,
      "{{- end }}",
    ];
  return replaceAt(
    deployment,
    path,
    volumes.map(({ persistentVolumeClaim: claim, ...volume }) =>
      claim ? { ...volume, persistentVolumeClaim: template.entry(claimed((claim as { claimName: string }).claimName)) } : volume,
    ),
  );
}

/** Without volumes there are no claims. */
function writeOptional(template: Template, manifest: Manifest): string {
  const text = template.write([manifest]);
  return manifest.kind === "PersistentVolumeClaim" ? `{{- if ${values}.volumes.size }}\n${text}${end}` : text;
}
