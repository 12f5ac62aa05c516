import { renderCrd } from "@mediashare/api";
import { renderBackendsSpec, renderBackendsTemplates } from "./backends-templates.ts";
import { specFields } from "./pipeline-values.ts";
import { renderRules } from "./render-rules.ts";
import { madeByGenerate } from "./template.ts";
import type { ValuesSchema } from "./values-schema.ts";

/** The generated templates of charts/mediashare by file name. */
export function renderPipelineTemplates(): Readonly<Record<string, string>> {
  const { spec } = renderCrd().spec.versions[0]?.schema.openAPIV3Schema.properties ?? {};
  return {
    "_generated.tpl": [
      madeByGenerate,
      "{{- /* The values that are fields of a MediaPipeline's spec. */ -}}\n",
      `{{- define "mediashare.givenSpec" -}}\n{{- pick .Values ${specFields.map((name) => `"${name}"`).join(" ")} | toYaml -}}\n{{- end -}}\n\n`,
      `{{- /* What leads a pipeline to its development backends. */ -}}\n`,
      `${renderBackendsSpec("mediashare.backendsSpec")}\n`,
      "{{- /* Fails where a spec breaks a rule of the CRD, in the words that the API server has for it. */ -}}\n",
      renderRules("mediashare.rules", spec as ValuesSchema),
    ].join(""),
    ...renderBackendsTemplates(),
  };
}
