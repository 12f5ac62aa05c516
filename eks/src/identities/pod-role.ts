import * as iam from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { acknowledge } from "../nag/acknowledge.ts";
import { type Grant, isWildcard, toStatement } from "./grant.ts";

export interface PodRoleProps {
  readonly description: string;
  readonly roleName?: string;
  readonly grants?: readonly Grant[];
  /** Policies that AWS keeps up with its own software. */
  readonly managedPolicies?: readonly string[];
}

/** An IAM role that pods get by EKS Pod Identity: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
export class PodRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { description, roleName, grants = [], managedPolicies = [] }: PodRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, "role", {
      description,
      roleName,
      assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal("pods.eks.amazonaws.com")),
      managedPolicies: managedPolicies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
      ...(grants.length > 0 && { inlinePolicies: { own: new iam.PolicyDocument({ statements: grants.map(toStatement) }) } }),
    });
    for (const { resources, why = "" } of grants) {
      for (const resource of resources.filter(isWildcard)) acknowledge(this.role, `IAM5[Resource::${resource}]`, why);
    }
    for (const name of managedPolicies) {
      acknowledge(
        this.role,
        `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
        "AWS changes this policy together with the software that it is for",
      );
    }
  }
}
