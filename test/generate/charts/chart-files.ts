import type { GeneratedFile } from "../generated-files.ts";
import { renderDashboard } from "./dashboard.ts";
import { renderOperatorTemplates } from "./operator-templates.ts";
import { operatorValues } from "./operator-values.ts";
import { renderPipelineTemplates } from "./pipeline-templates.ts";
import { pipelineDefaults, pipelineValues, pipelineValuesSchema } from "./pipeline-values.ts";
import { renderReadme } from "./readme.ts";
import { defaultsOf, writeValuesFile } from "./values-file.ts";
import { type ValuesSchema, writeValuesSchema } from "./values-schema.ts";

interface Chart {
  readonly folder: URL;
  readonly schema: ValuesSchema;
  /** What each value means. */
  readonly values: ValuesSchema;
  /** What values.yaml sets. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly templates: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** All of a chart's files that are made from the code. @param root ends with a slash */
export function chartFiles(root: URL): readonly GeneratedFile[] {
  const ofOperator = operatorValues();
  const ofPipeline = pipelineValues();
  const charts: readonly Chart[] = [
    {
      folder: new URL("charts/mediashare-operator/", root),
      schema: ofOperator,
      values: ofOperator,
      defaults: defaultsOf(ofOperator),
      files: { "files/dashboard.json": renderDashboard() },
      templates: renderOperatorTemplates(),
    },
    {
      folder: new URL("charts/mediashare/", root),
      schema: pipelineValuesSchema(),
      values: ofPipeline,
      defaults: pipelineDefaults(ofPipeline),
      files: {},
      templates: renderPipelineTemplates(),
    },
  ];
  return charts.flatMap(filesOf);
}

function filesOf({ folder, schema, values, defaults, templates, files }: Chart): readonly GeneratedFile[] {
  const file = (name: string, text: string): GeneratedFile => ({ file: new URL(name, folder), render: async () => text });
  return [
    file("values.schema.json", writeValuesSchema(schema)),
    file("values.yaml", writeValuesFile(values, defaults)),
    { file: new URL("README.md", folder), render: () => renderReadme(new URL("README.md", folder), values, defaults) },
    ...Object.entries(files).map(([name, text]) => file(name, text)),
    ...Object.entries(templates).map(([name, text]) => file(`templates/${name}`, text)),
  ];
}
