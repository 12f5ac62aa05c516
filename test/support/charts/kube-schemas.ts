import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderCrd } from "@mediashare/api";
import { parse } from "yaml";
import { runCommand } from "../node/command.ts";
import { kubernetesVersion } from "../node/kube-programs.ts";

interface Schema {
  [keyword: string]: unknown;
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[];
  };
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const prometheusOperator = "github.com/prometheus-operator/prometheus-operator@v0.85.0";
const metadata = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/**
 * A JSON Schema for each kind, from where Kubernetes has them itself: the OpenAPI document in its Go module, our own CRD, and
 * the CRDs of the Prometheus Operator. Fields that are not declared are refused.
 */
export async function writeKubeSchemas(folder: string): Promise<void> {
  const swagger = await readModuleFile(`k8s.io/kubernetes@v${kubernetesVersion}`, "api/openapi-spec/swagger.json");
  const { definitions: declared } = JSON.parse(swagger) as { definitions: Record<string, Schema> };
  const definitions = Object.fromEntries(Object.entries(declared).map(([name, schema]) => [name, toStrict(name, schema)]));
  for (const [name, schema] of Object.entries(declared)) {
    for (const kind of (schema["x-kubernetes-group-version-kind"] as GroupVersionKind[] | undefined) ?? []) {
      await writeSchema(folder, kind, { $ref: `#/definitions/${name}`, definitions: closure(definitions, name) });
    }
  }
  for (const { spec } of [renderCrd() as Crd, ...(await readPrometheusCrds())]) {
    for (const { name: version, schema } of spec.versions) {
      const own = withoutUnknown(schema.openAPIV3Schema as Schema);
      const named = { ...own, properties: { ...own.properties, metadata: { $ref: `#/definitions/${metadata}` } } };
      await writeSchema(
        folder,
        { group: spec.group, version, kind: spec.names.kind },
        { ...named, definitions: closure(definitions, metadata) },
      );
    }
  }
}

/** As kubeconform looks for them: the kind, the first part of the group, the version. */
function writeSchema(folder: string, { group, version, kind }: GroupVersionKind, schema: object): Promise<void> {
  const parts = [kind, ...(group === "" ? [] : [group.split(".")[0]]), version];
  return writeFile(join(folder, `${parts.join("-").toLowerCase()}.json`), JSON.stringify(schema));
}

/** Quantities and the like are texts to OpenAPI, which may be written as numbers. */
function toStrict(name: string, schema: Schema): Schema {
  if (schema["format"] === "int-or-string" || name.endsWith(".resource.Quantity")) return { type: ["string", "number"] as never };
  return withoutUnknown(schema);
}

function withoutUnknown(schema: Schema): Schema {
  if (schema["x-kubernetes-int-or-string"]) return { type: ["string", "integer"] as never };
  const { properties, items, additionalProperties, ...rest } = schema;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true;
  return {
    ...rest,
    ...(items && { items: withoutUnknown(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([field, each]) => [field, withoutUnknown(each)])),
      ...(isOpen ? {} : { additionalProperties: false }),
    }),
    ...(typeof additionalProperties === "object" && { additionalProperties: withoutUnknown(additionalProperties) }),
  };
}

/** What a definition refers to, and what that does. */
function closure(definitions: Readonly<Record<string, Schema>>, root: string): Record<string, Schema> {
  const found = new Map<string, Schema>();
  const visit = (name: string): void => {
    const schema = definitions[name];
    if (found.has(name) || !schema) return;
    found.set(name, schema);
    for (const [, inner] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) visit(inner as string);
  };
  visit(root);
  return Object.fromEntries(found);
}

async function readPrometheusCrds(): Promise<readonly Crd[]> {
  const folder = join(await moduleFolder(prometheusOperator), "example/prometheus-operator-crd");
  const files = (await readdir(folder)).filter((file) => /_(podmonitors|servicemonitors|prometheusrules)\.yaml$/.test(file));
  return Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), "utf8")) as Crd));
}

async function readModuleFile(module: string, path: string): Promise<string> {
  return readFile(join(await moduleFolder(module), path), "utf8");
}

/** A Go module's files; downloaded where Go does not have them yet. */
async function moduleFolder(module: string): Promise<string> {
  return (JSON.parse(await runCommand("go", ["mod", "download", "-json", module])) as { Dir: string }).Dir;
}
