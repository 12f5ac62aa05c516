import type { Template } from "@mediashare/eks";
import { type NamedResource, readable, resourcesOf } from "./eks.ts";

type Properties = Readonly<Record<string, unknown>>;

/** What of a resource decides who gets at what, by its type; all others show only that they are there. */
const shown: Readonly<Record<string, (properties: Properties) => readonly string[]>> = {
  "AWS::IAM::Role": (properties) => [
    `trusts ${principals(properties["AssumeRolePolicyDocument"])}`,
    ...((properties["ManagedPolicyArns"] ?? []) as unknown[]).map((arn) => `has ${text(arn).replace(/^.*:policy\//, "")}`),
    ...((properties["Policies"] ?? []) as { PolicyDocument: unknown }[]).flatMap(({ PolicyDocument }) => statements(PolicyDocument)),
  ],
  "AWS::IAM::Policy": ({ PolicyDocument }) => statements(PolicyDocument),
  "AWS::S3::BucketPolicy": ({ PolicyDocument }) => statements(PolicyDocument),
  "AWS::SQS::QueuePolicy": ({ PolicyDocument }) => statements(PolicyDocument),
  "AWS::SNS::TopicPolicy": ({ PolicyDocument }) => statements(PolicyDocument),
  "AWS::S3::Bucket": ({ BucketName, VersioningConfiguration, LifecycleConfiguration }) => [
    `${text(BucketName)} ${VersioningConfiguration ? "versioned" : "not versioned"}`,
    ...(LifecycleConfiguration as { Rules: { Id: string }[] }).Rules.map(({ Id }) => `rule ${Id}`),
  ],
  "AWS::SQS::Queue": ({ QueueName, RedrivePolicy }) => [`${text(QueueName)}${RedrivePolicy ? ` redrives ${text(RedrivePolicy)}` : ""}`],
  "AWS::EC2::SecurityGroupIngress": ({ SourceSecurityGroupId, FromPort }) => [
    `from ${text(SourceSecurityGroupId)} to port ${text(FromPort)}`,
  ],
  "AWS::EKS::Nodegroup": ({ NodegroupName, CapacityType, InstanceTypes, ScalingConfig, Taints }) => [
    `${text(NodegroupName)} ${text(CapacityType)} ${(InstanceTypes as string[]).join(",")} ${text(ScalingConfig)}${Taints ? ` ${text(Taints)}` : ""}`,
  ],
  "AWS::EKS::Addon": ({ AddonName, ConfigurationValues = "" }) => [`${text(AddonName)} ${text(ConfigurationValues)}`.trim()],
  "AWS::EKS::PodIdentityAssociation": ({ Namespace, ServiceAccount, RoleArn }) => [
    `${text(Namespace)}/${text(ServiceAccount)} is ${text(RoleArn)}`,
  ],
  "AWS::RDS::DBInstance": ({ DBInstanceClass, MultiAZ, StorageEncrypted, DeletionProtection, BackupRetentionPeriod }) => [
    `${text(DBInstanceClass)} multi-AZ ${MultiAZ}, encrypted ${StorageEncrypted}, protected ${DeletionProtection}, ${BackupRetentionPeriod} days`,
  ],
  "AWS::CloudWatch::Alarm": ({ Threshold, EvaluationPeriods }) => [`${text(Threshold)} for ${text(EvaluationPeriods)}`],
};

/** A template in a few lines for each resource: small enough to be read when it changes. Names that end in hashes lose them. */
export function digest(template: Template): string {
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))].sort();
  return types.flatMap((type) => resourcesOf(template, type).map((resource) => describe(resource))).join("");
}

function describe({ Type, id, Properties, DeletionPolicy }: NamedResource): string {
  const kept = DeletionPolicy && DeletionPolicy !== "Delete" ? ` (${DeletionPolicy})` : "";
  const lines = shown[Type]?.(Properties) ?? [];
  return [`${Type} ${withoutHashes(id)}${kept}`, ...lines.map((line) => `  ${withoutHashes(line)}`)].map((line) => `${line}\n`).join("");
}

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statements(document: unknown): string[] {
  return (document as { Statement: Statement[] }).Statement.map(({ Effect, Action, Resource, Condition }) =>
    [
      Effect === "Deny" ? "denies" : "may",
      [Action].flat().join(" "),
      "on",
      [Resource].flat().map(text).join(" "),
      Condition ? `if ${text(Condition)}` : "",
    ]
      .join(" ")
      .trimEnd(),
  );
}

function principals(document: unknown): string {
  return (document as { Statement: { Principal: unknown }[] }).Statement.map(({ Principal }) => text(Principal)).join(", ");
}

function text(value: unknown): string {
  const plain = readable(value);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}

function withoutHashes(line: string): string {
  return line.replace(/(?<=[A-Za-z])[0-9A-F]{8}(?=[^0-9A-Za-z]|$|[A-Z][a-z])/g, "").replace(/[0-9a-f]{32}/g, "");
}
