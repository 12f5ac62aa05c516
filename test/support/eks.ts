import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Resource, type Synthesis, synthesize, type Template } from "@mediashare/eks";
import { parse, stringify } from "yaml";

/** The configurations that stand in eks/examples. */
export const examples = ["small", "production"] as const;
export type Example = (typeof examples)[number];

const made = new Map<Example, Synthesis>();

export function exampleFile(example: Example): string {
  return fileURLToPath(new URL(`../../eks/examples/${example}.yaml`, import.meta.url));
}

/** An example's templates, made once in a run. */
export function synthesized(example: Example): Synthesis {
  const known = made.get(example);
  if (known) return known;
  const synthesis = synthesize(exampleFile(example));
  made.set(example, synthesis);
  return synthesis;
}

type Changes = Readonly<Record<string, unknown>>;

/** An example in YAML with some of its values replaced, each by its path; undefined takes one away. */
export function changedExample(example: Example, changes: Changes): string {
  const document = parse(readFileSync(exampleFile(example), "utf8")) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() as string;
    const parent = keys.reduce((inner, key) => {
      inner[key] ??= {};
      return inner[key] as Record<string, unknown>;
    }, document);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return stringify(document);
}

/** The templates of an example with some of its values replaced. */
export function synthesizeChanged(example: Example, changes: Changes): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), "mediashare-config-"));
  const file = join(folder, "config.yaml");
  try {
    writeFileSync(file, changedExample(example, changes));
    return synthesize(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function templateOf(example: Example, part: string): Template {
  const template = synthesized(example).templates.get(part);
  if (!template) throw new Error(`${example} has no stack ${part}`);
  return template;
}

export interface NamedResource extends Resource {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties, which the assertions look into
  readonly Properties: Readonly<Record<string, any>>;
}

/** The resources of a type, in the template's order. */
export function resourcesOf({ Resources }: Template, type: string): NamedResource[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => ({ ...resource, id, Properties: resource.Properties ?? {} }));
}

/** The only resource of a type whose id begins so. */
export function resourceOf(template: Template, type: string, id = ""): NamedResource {
  const [found, ...others] = resourcesOf(template, type).filter((resource) => resource.id.startsWith(id));
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} resources of type ${type} begin with "${id}"`);
  return found;
}

/** A value with its functions as text: `<id>`, `<id.attribute>`, `<import of an export>`. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 ? (entries[0] as [string, unknown]) : ["", undefined];
  if (name === "Ref") return `<${argument}>`;
  if (name === "Fn::GetAtt") return `<${(argument as string[]).join(".")}>`;
  if (name === "Fn::ImportValue") return `<${shortImport(String(readable(argument)))}>`;
  if (name === "Fn::Join") {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(readable(part))).join(separator);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, readable(inner)]));
}

/** `photos-storage:ExportsOutputRefx` → `storage:x`. */
function shortImport(name: string): string {
  return name.replace(/^\w+-/, "").replace(/ExportsOutput(Ref|FnGetAtt)/, "");
}

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects, which the assertions look into
export type Kubernetes = any;

/** The Kubernetes objects that a template applies by one construct. */
export function manifestsOf(template: Template, id: string): Kubernetes[] {
  const applied = resourcesOf(template, "Custom::AWSCDK-EKS-KubernetesResource");
  const { Properties } = applied.find((resource) => resource.id.replace(/[0-9A-F]{8}$/, "") === id) ?? {};
  if (!Properties) throw new Error(`Nothing of ${applied.map((resource) => resource.id).join(", ")} is ${id}`);
  return JSON.parse(String(readable(Properties["Manifest"]))) as Kubernetes[];
}

/** References to what AWS makes, as values of the right form: the MediaPipeline's schema looks at those. */
export function filledIn(manifest: Kubernetes): Kubernetes {
  const text = JSON.stringify(manifest)
    .replace(/<queues:([\w]+?)(?:Ref)?[A-F0-9]{16,}>/g, "https://sqs.eu-west-1.amazonaws.com/123456789012/$1")
    .replace(/<delivery:[^>]*DomainName[^>]*>/g, "d111111abcdef8.cloudfront.net")
    .replace(/<certificate[^>]*>/g, "arn:aws:acm:eu-west-1:123456789012:certificate/1")
    .replace(/<storage:([a-z]+)[^>]*>/g, "$1")
    .replace(/<AWS::URLSuffix>/g, "amazonaws.com")
    .replace(/<[^>]*>/g, "K2JCJMDEHXQW5F");
  return JSON.parse(text) as Kubernetes;
}
