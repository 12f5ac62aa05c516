import type { Permission } from "./needed-permission.ts";

type OneOrMany<T> = T | readonly T[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: OneOrMany<string>;
  readonly Resource: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>;
}

/**
 * Whether an identity's policies allow it: some statement allows, and none denies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function isAllowed(statements: readonly PolicyStatement[], permission: Permission): boolean {
  const applying = statements.filter((statement) => applies(statement, permission));
  return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
}

export function applies(statement: PolicyStatement, { action, resource, context }: Permission): boolean {
  assertKnown(statement);
  return (
    toList(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    toList(statement.Resource).some((pattern) => matchesResource(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => satisfies(operator, contextValue(context, key), toList(values))),
    )
  );
}

export function toList<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** `*` and `?`, over any characters. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  return new RegExp(`^${source}$`).test(text);
}

/**
 * A statement on all resources covers calls that know none; one on some resources does not. Wildcards do not reach from one part of an
 * ARN into the next (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === "*" || resource === "*") return pattern === "*";
  const [patterns, parts] = [splitArn(pattern), splitArn(resource)];
  return patterns.length === parts.length && patterns.every((each, index) => matches(each, parts[index] as string));
}

/** arn, partition, service, region, account, and the rest, which may hold colons. */
function splitArn(arn: string): string[] {
  if (arn.includes("${")) throw new Error(`${arn} has a policy variable, which this evaluator does not know.`);
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Names of condition keys are compared without regard to case, except for the name of a tag. */
function contextValue(context: Permission["context"], key: string): string | undefined {
  const [name = "", ...tag] = key.split("/");
  const found = Object.keys(context).find((other) => {
    const [otherName = "", ...otherTag] = other.split("/");
    return otherName.toLowerCase() === name.toLowerCase() && otherTag.join("/") === tag.join("/");
  });
  return found === undefined ? undefined : context[found];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringLike: (value, wanted) => matches(wanted, value),
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  NumericLessThan: (value, wanted) => Number(value) < Number(wanted),
  ArnEquals: (value, wanted) => matches(wanted, value),
  ArnLike: (value, wanted) => matches(wanted, value),
};

/** A key that the request does not have satisfies none of these operators. */
function satisfies(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  const compare = operators[operator];
  if (!compare) throw new Error(`The condition operator ${operator} is not one that this evaluator knows.`);
  return value !== undefined && wanted.some((each) => compare(value, String(each)));
}

/** What it does not understand it does not judge. */
function assertKnown(statement: PolicyStatement): void {
  const known = ["Sid", "Effect", "Action", "Resource", "Condition", "Principal"];
  const unknown = Object.keys(statement).find((name) => !known.includes(name));
  if (unknown) throw new Error(`The statement's ${unknown} is not an element that this evaluator knows.`);
}
