import { RemovalPolicy, type StackProps } from "aws-cdk-lib";
import * as ecr from "aws-cdk-lib/aws-ecr";
import type { Construct } from "constructs";
import { PartStack } from "./part-stack.ts";

export interface RegistryStackProps extends StackProps {
  /** Path before the images' own names. */
  readonly prefix: string;
}

export const images = ["upload", "worker", "web", "operator"] as const;

/** A repository for each image. A tag means one image for ever, as everything that runs is named by its tag. */
export class RegistryStack extends PartStack {
  /** What a MediaPipeline calls `image.repository`. */
  readonly repository: string;

  constructor(scope: Construct, id: string, { prefix, ...props }: RegistryStackProps) {
    super(scope, id, props);
    for (const image of images) {
      new ecr.Repository(this, image, {
        repositoryName: `${prefix}/${image}`,
        imageScanOnPush: true,
        imageTagMutability: ecr.TagMutability.IMMUTABLE,
        removalPolicy: RemovalPolicy.RETAIN,
        lifecycleRules: [{ description: "What no tag names any more", tagStatus: ecr.TagStatus.UNTAGGED, maxImageCount: 1 }],
      });
    }
    this.repository = `${this.account}.dkr.ecr.${this.region}.${this.urlSuffix}/${prefix}`;
  }
}
