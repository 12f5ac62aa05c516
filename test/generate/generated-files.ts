import { readFile } from "node:fs/promises";
import { renderCrd, renderReference } from "@mediashare/api";
import { toYaml } from "@mediashare/cdk8s/synth";
import { renderConfigReference, renderConfigSchema } from "@mediashare/eks";
import { documentFile } from "@mediashare/web";
import { chartFiles } from "./charts/chart-files.ts";
import { renderClientTypes } from "./render-client-types.ts";
import { renderOpenApi } from "./render-openapi.ts";

/** A file that is made from the code, and committed so that people and tools find it. */
export interface GeneratedFile {
  readonly file: URL;
  readonly render: () => Promise<string>;
}

const root = new URL("../../", import.meta.url);
const example = new URL("cdk8s/examples/photos.yaml", root);

/** All that `npm run generate` writes; a test holds each to what would be written now. */
export const generatedFiles: readonly GeneratedFile[] = [
  { file: documentFile, render: renderOpenApi },
  { file: new URL("services/client/src/openapi.ts", root), render: renderClientTypes },
  { file: new URL("operator/api/crd.yaml", root), render: async () => toYaml([renderCrd()]) },
  { file: new URL("operator/api/REFERENCE.md", root), render: async () => renderReference(await readFile(example, "utf8")) },
  ...chartFiles(root),
  { file: new URL("eks/config.schema.json", root), render: async () => renderConfigSchema() },
  {
    file: new URL("eks/CONFIGURATION.md", root),
    render: async () => renderConfigReference(await readFile(new URL("eks/examples/small.yaml", root), "utf8")),
  },
];
