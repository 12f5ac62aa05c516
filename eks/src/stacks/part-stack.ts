import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** The recommended behaviour of constructs, which CDK switches on by context: what `cdk init` writes for a new app. */
export const recommendedContext = {
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
  "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup": true,
  "@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName": true,
  "@aws-cdk/customresources:installLatestAwsSdkDefault": false,
  "@aws-cdk/core:checkSecretUsage": true,
  "@aws-cdk/core:validateAgainstDefaultRules": true,
  "@aws-cdk/aws-eks:useNativeOidcProvider": true,
};

/** A stack that is the same in whatever app. */
export class PartStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    for (const [key, value] of Object.entries(recommendedContext)) this.node.setContext(key, value);
  }
}
