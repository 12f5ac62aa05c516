import { readFileSync } from "node:fs";
import { InvalidPipelineError, parseMediaPipeline } from "@mediashare/api";
import { parseDocument } from "yaml";
import { namesOf } from "../names.ts";
import { exampleConnections, renderMediaPipeline } from "../pipeline/media-pipeline.ts";
import { type Config, configSchema } from "./config-schema.ts";
import { explainIssue } from "./explain-issue.ts";
import { renderPath } from "./render-path.ts";
import { checkRules } from "./rules/check-rules.ts";
import type { Fault } from "./rules/fault.ts";

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
  const parsed = configSchema.safeParse(document.toJS(), { error: explainIssue });
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
