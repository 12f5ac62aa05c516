import { readFileSync } from "node:fs";
import { InvalidPipelineError, parseMediaPipeline } from "@mediashare/api";
import { parseDocument } from "yaml";
import { namesOf } from "../names.ts";
import { exampleConnections, renderMediaPipeline } from "../pipeline/media-pipeline.ts";
import { type Config, configSchema } from "./config-schema.ts";
import { checkRules, type Fault } from "./rules.ts";

/** Every fault of a configuration file: what is wrong, where, and what to write instead. */
export class ConfigError extends Error {
  readonly code = "invalid_config";
  readonly faults: readonly string[];

  constructor(file: string, faults: readonly string[], cause?: unknown) {
    const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
    super(`${file} has ${count}:\n${faults.map((fault) => `  ${fault}`).join("\n")}`, { cause });
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** @throws ConfigError */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(file, [`it cannot be read: ${(error as Error).message}`], error);
  }
  return parseConfig(text, file);
}

/** @param file what to call the text in errors @throws ConfigError */
export function parseConfig(yaml: string, file: string): Config {
  const document = parseDocument(yaml);
  const [broken] = document.errors;
  if (broken) throw new ConfigError(file, [`it is not YAML: ${broken.message}`], broken);
  const parsed = configSchema.safeParse(document.toJS(), { error: explain });
  const faults = parsed.success ? [...checkRules(parsed.data), ...pipelineFaults(parsed.data)] : parsed.error.issues;
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new ConfigError(
    file,
    faults.map(({ path, message }) => `${renderPath(path) || "the file"}: ${message}`),
  );
}

/** What the MediaPipeline's own schema would say of the one that this becomes. */
function pipelineFaults(config: Config): readonly Fault[] {
  try {
    parseMediaPipeline(renderMediaPipeline(config, namesOf(config), exampleConnections));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidPipelineError)) throw error;
    return error.faults.map((fault) => ({ path: [], message: `the MediaPipeline that it becomes would be refused: ${fault}` }));
  }
}

interface Issue {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** zod's own words for what is not there name types, and for unknown keys do not say what to do. */
function explain({ code, input, path, keys }: Issue): string | undefined {
  if (code === "unrecognized_keys") {
    return `${(keys ?? []).join(", ")}: no such setting; eks/CONFIGURATION.md lists all of them`;
  }
  if (code !== "invalid_type" || input !== undefined) return undefined;
  return `is missing: ${missing[renderPath(path ?? []).replace(/\[\d+\]/g, "[]")] ?? "it has no default; eks/CONFIGURATION.md says what it is"}`;
}

/** What to write where something has no default. */
const missing: Readonly<Record<string, string>> = {
  name: "write a name for the deployment, such as photos",
  account: 'write the number of the AWS account in quotes, such as "123456789012"',
  region: "write an AWS region such as eu-west-1",
  image: "write image: { tag: 0.1.0 }",
  site: "write webHost and uploadHost, the public host names",
  "site.webHost": "write the public host name of the site, such as photos.example.org",
  "site.uploadHost": "write the public host name of the upload endpoint, such as upload.photos.example.org",
  workers: "write its node groups, onDemand and spot",
  delivery: "write publicKeys, the keys that URLs are verified with: eks/RUNBOOK.md, Install, says how they are made",
};

function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
