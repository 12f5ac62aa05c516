import { renderPath } from "./render-path.ts";

/** What zod hands to whoever words its findings: https://zod.dev/error-customization */
interface Issue {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly expected?: unknown;
  readonly values?: readonly unknown[] | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: unknown;
}

/** Zod's own words name types and do not say what to write. Undefined for findings whose own words do. */
export function explainIssue(issue: Issue): string | undefined {
  const { code, input, keys = [], values = [] } = issue;
  if (code === "unrecognized_keys") return `${keys.join(", ")}: no such setting; eks/CONFIGURATION.md lists all of them`;
  if (input === undefined) return code === "invalid_type" ? `is missing: ${toWrite(issue)}` : undefined;
  if (code === "invalid_type") return `is ${shown(input)}; write ${kinds[String(issue.expected)] ?? `a value of type ${issue.expected}`}`;
  if (code === "invalid_value") return `is ${shown(input)}; write ${values.length > 1 ? "one of " : ""}${values.join(", ")}`;
  if (code === "too_small") return tooSmall(issue);
  if (code === "too_big") return tooBig(issue);
  return undefined;
}

function tooSmall({ input, origin, minimum }: Issue): string {
  if (origin === "array") return `has too few; write at least ${minimum}`;
  if (origin === "string") return `is too short; write at least ${minimum} characters`;
  return `is ${shown(input)}; write at least ${minimum}`;
}

function tooBig({ input, origin, maximum }: Issue): string {
  if (origin === "array") return `has too many; write at most ${maximum}`;
  if (origin === "string") return `is too long; write at most ${maximum} characters`;
  return `is ${shown(input)}; write at most ${maximum}`;
}

function shown(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (input === null) return "empty";
  return typeof input === "object" ? "a group of settings" : JSON.stringify(input);
}

function toWrite({ path = [] }: Issue): string {
  const setting = renderPath(path).replace(/\[\d+\]/g, "[]");
  return missing[setting] ?? "it has no default; eks/CONFIGURATION.md says what it is";
}

const kinds: Readonly<Record<string, string>> = {
  string: "text, in quotes where it could be taken for something else",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, such as [a, b]",
  object: "its settings, each on a line of its own",
  record: "names with values, each on a line of its own",
};

/** What to write where something has no default. */
const missing: Readonly<Record<string, string>> = {
  name: "write a name for the deployment, such as photos",
  account: 'write the number of the AWS account in quotes, such as "123456789012"',
  region: "write an AWS region such as eu-west-1",
  image: "write image: { tag: 0.1.0 }",
  "image.tag": "write the tag of all images, such as 0.1.0",
  site: "write webHost and uploadHost, the public host names",
  "site.webHost": "write the public host name of the site, such as photos.example.org",
  "site.uploadHost": "write the public host name of the upload endpoint, such as upload.photos.example.org",
  "zone.id": "write the id of the Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ",
  "zone.name": "write the name of the Route 53 hosted zone, such as example.org",
  workers: "write its node groups, onDemand and spot",
  delivery: "write publicKeys, the keys that URLs are verified with: eks/RUNBOOK.md, Install, says how they are made",
  "auth.oidc.issuer": "write the provider's URL, exactly as it names itself",
  "auth.oidc.clientId": "write the id of the client that the provider has for the site",
  "mail.from": "write the sender of the site's mail, such as Photos <photos@example.org>",
  "budget.monthlyUsd": "write an amount in USD, or leave budget out",
};
