import {
  type CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListExportsCommand,
} from "@aws-sdk/client-cloudformation";
import type { Template } from "@mediashare/eks";
import { type Place, pseudoParameters } from "./named-resources.ts";
import type { Lookups } from "./resolve.ts";

/** As many as moto 5.2 makes from a template, of those that matter here. */
const made: ReadonlySet<string> = new Set(["AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::IAM::Role", "AWS::SNS::Topic", "AWS::Events::Rule"]);

/**
 * Deploys what moto can make of a template.
 * @returns what the template's functions stand for now
 */
export async function deployToMoto(
  client: CloudFormationClient,
  { stack, template, place }: { readonly stack: string; readonly template: Template; readonly place: Place },
): Promise<Lookups> {
  const Resources = Object.fromEntries(Object.entries(template.Resources).filter(([, { Type }]) => made.has(Type)));
  const isMade = ({ Value }: { readonly Value: unknown }): boolean => referred(Value).every((id) => id.includes("::") || id in Resources);
  const Outputs = Object.fromEntries(Object.entries(template.Outputs ?? {}).filter(([, output]) => isMade(output)));
  await client.send(
    new CreateStackCommand({
      StackName: stack,
      TemplateBody: JSON.stringify({ Resources, Outputs }),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    }),
  );
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  if (Stacks?.[0]?.StackStatus !== "CREATE_COMPLETE")
    throw new Error(`${stack} is ${Stacks?.[0]?.StackStatus}: ${Stacks?.[0]?.StackStatusReason}`);
  return lookups(client, stack, template, place);
}

/** Ids that a value refers to. */
function referred(value: unknown): string[] {
  const text = JSON.stringify(value);
  return [...text.matchAll(/\{"Ref":"([^"]+)"\}|\{"Fn::GetAtt":\["([^"]+)"/g)].map(([, ref, attribute]) => (ref ?? attribute) as string);
}

async function lookups(client: CloudFormationClient, stack: string, template: Template, place: Place): Promise<Lookups> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stack }));
  const { Exports = [] } = await client.send(new ListExportsCommand({}));
  const physical = new Map(StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]));
  const exported = new Map(Exports.map(({ Name, Value }) => [Name, Value]));
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`${what} is not deployed.`);
    return value;
  };
  const ref = (id: string): string => pseudoParameters(place)[id] ?? found(physical.get(id), id);
  return {
    ref,
    attribute: (id, name) => {
      const type = template.Resources[id]?.Type;
      if (type === "AWS::S3::Bucket" && name === "Arn") return `arn:aws:s3:::${ref(id)}`;
      if (type === "AWS::SQS::Queue" && name === "Arn") return `arn:aws:sqs:${place.region}:${place.account}:${ref(id).split("/").at(-1)}`;
      throw new Error(`${name} of ${id} (${type}) is not looked up.`);
    },
    exported: (name) => found(exported.get(name), name),
  };
}
