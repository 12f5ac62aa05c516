import * as iam from "aws-cdk-lib/aws-iam";

/** What a policy's statement allows. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Why a resource has a wildcard; needed wherever one has. */
  readonly why?: string;
}

/** @throws TypeError for a wildcard without a reason */
export function toStatement({ sid, actions, resources, conditions, why }: Grant): iam.PolicyStatement {
  if (why === undefined && resources.some(isWildcard)) throw new TypeError(`The statement ${sid} has a wildcard and does not say why.`);
  return new iam.PolicyStatement({
    sid,
    actions: [...actions],
    resources: [...resources],
    ...(conditions && { conditions: { ...conditions } }),
  });
}

export function isWildcard(resource: string): boolean {
  return resource.includes("*") || resource.includes("?");
}
