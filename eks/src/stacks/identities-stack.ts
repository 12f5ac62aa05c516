import type { StackProps } from "aws-cdk-lib";
import type * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { uploadGrants, webGrants, workerGrants } from "../identities/fleet-grants.ts";
import type { Grant } from "../identities/grant.ts";
import { operatorGrants } from "../identities/operator-grants.ts";
import { PodRole } from "../identities/pod-role.ts";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface IdentitiesStackProps extends StackProps {
  readonly names: Names;
  /** Node groups of the workers: the operator may scale these and no others. */
  readonly workerGroups: readonly string[];
}

export type Role = "upload" | "worker" | "web" | "operator";

/** An IAM role for each fleet and one for the operator, handed to their pods by EKS Pod Identity. Each allows what its code calls. */
export class IdentitiesStack extends PartStack {
  readonly roles: Readonly<Record<Role, iam.Role>>;

  constructor(scope: Construct, id: string, { names, workerGroups, ...props }: IdentitiesStackProps) {
    super(scope, id, props);
    const place = { region: this.region, account: this.account };
    const role = (name: Role, whose: string, grants: readonly Grant[]): iam.Role =>
      new PodRole(this, name, {
        roleName: `${names.cluster}-${name}-${this.region}`,
        description: `Pods of ${whose} of ${names.pipeline}`,
        grants,
      }).role;
    this.roles = {
      upload: role("upload", "the upload fleet", uploadGrants(names, place)),
      worker: role("worker", "the worker fleet", workerGrants(names, place)),
      web: role("web", "the web fleet", webGrants(names)),
      operator: role("operator", "the operator", operatorGrants(names, place, workerGroups)),
    };
  }
}
