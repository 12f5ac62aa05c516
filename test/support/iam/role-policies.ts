import type { Template } from "@mediashare/eks";
import { namedResources, type Place } from "../cloudformation/named-resources.ts";
import { resolve } from "../cloudformation/resolve.ts";
import { resourcesOf } from "../eks.ts";
import { type PolicyStatement, toList } from "./evaluate-policy.ts";

interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** What each role of a stack is allowed, by the role's name. It may come from nowhere but its own policies. */
export function rolePolicies(template: Template, place: Place): ReadonlyMap<string, readonly PolicyStatement[]> {
  const others = [...resourcesOf(template, "AWS::IAM::Policy"), ...resourcesOf(template, "AWS::IAM::ManagedPolicy")];
  if (others.length > 0) throw new Error(`Only roles' own policies are looked at, not ${others.map(({ id }) => id).join(", ")}.`);
  const lookups = namedResources(template, place);
  return new Map(
    resourcesOf(template, "AWS::IAM::Role").map(({ id, Properties: { RoleName, Policies = [], ManagedPolicyArns = [] } }) => {
      if ((ManagedPolicyArns as unknown[]).length > 0) throw new Error(`The role ${id} has managed policies, which are not looked at.`);
      const documents = (Policies as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => resolve(PolicyDocument, lookups));
      return [String(RoleName), documents.flatMap((document) => [...toList((document as PolicyDocument).Statement)])];
    }),
  );
}

/** What buckets and queues deny to everybody. */
export function denials(template: Template, place: Place): readonly PolicyStatement[] {
  const lookups = namedResources(template, place);
  const policies = [...resourcesOf(template, "AWS::S3::BucketPolicy"), ...resourcesOf(template, "AWS::SQS::QueuePolicy")];
  return policies
    .flatMap(({ Properties: { PolicyDocument } }) => [...toList((PolicyDocument as PolicyDocument).Statement)])
    .filter(({ Effect }) => Effect === "Deny")
    .map((statement) => resolve(statement, lookups) as PolicyStatement);
}
