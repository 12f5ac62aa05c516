import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "./build-app.ts";
import type { Config } from "./config/config-schema.ts";
import { readConfig } from "./config/read-config.ts";

export interface Synthesis {
  readonly config: Config;
  /** CloudFormation templates, by the part's name: network, storage, … */
  readonly templates: ReadonlyMap<string, Template>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Description?: string; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The templates of a configuration file, in memory. Needs no credentials and asks nobody. @throws ConfigError */
export function synthesize(configFile: string): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), "mediashare-eks-"));
  try {
    return { config: readConfig(configFile), templates: writeTemplates(configFile, outdir, true) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Writes templates and assets for the cdk command to a folder. @throws ConfigError */
export function writeTemplates(configFile: string, outdir: string, templatesOnly = false): ReadonlyMap<string, Template> {
  const config = readConfig(configFile);
  const { stacks } = buildApp(config, { outdir, templatesOnly }).app.synth();
  const prefix = `${config.name}-`;
  // Read now: the assembly reads a template when it is first asked for.
  return new Map(stacks.map(({ stackName, template }) => [stackName.slice(prefix.length), template as Template]));
}
