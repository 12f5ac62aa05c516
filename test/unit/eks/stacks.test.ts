import { buildApp, readConfig } from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, examples, readable, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";

for (const example of examples) {
  describe(`the stacks of ${example}`, () => {
    it("are all held back from deletion where the configuration says production", () => {
      const { app } = buildApp(readConfig(exampleFile(example)), { templatesOnly: true });
      const { production } = synthesized(example).config;
      for (const { stackName, terminationProtection = false } of app.synth().stacks)
        expect(terminationProtection, stackName).to.equal(production);
    });

    it("tag what they make with the deployment's name, so that its bill can be told from others", () => {
      const { config } = synthesized(example);
      const tag = { Key: "mediashare.dev/deployment", Value: config.name };
      for (const [part, type] of [
        ["network", "AWS::EC2::VPC"],
        ["storage", "AWS::S3::Bucket"],
        ["queues", "AWS::SQS::Queue"],
        ["database", "AWS::RDS::DBInstance"],
        ["delivery", "AWS::CloudFront::Distribution"],
        ["identities", "AWS::IAM::Role"],
      ] as const) {
        const resources = resourcesOf(templateOf(example, part), type);
        expect(resources, type).to.not.have.length(0);
        for (const { id, Properties } of resources) expect(Properties["Tags"], id).to.deep.include(tag);
      }
    });

    it("name their machines' and disks' cluster", () => {
      for (const { id, Properties } of resourcesOf(templateOf(example, "cluster"), "AWS::EC2::LaunchTemplate")) {
        const specifications = Properties["LaunchTemplateData"].TagSpecifications as { ResourceType: string; Tags: object[] }[];
        expect(
          specifications.map(({ ResourceType }) => ResourceType),
          id,
        ).to.include.members(["instance", "volume"]);
        for (const { ResourceType, Tags } of specifications.filter((each) => /instance|volume/.test(each.ResourceType)))
          expect(readable(Tags), ResourceType).to.deep.include({
            Key: "mediashare.dev/cluster",
            Value: `<${resourcesOf(templateOf(example, "cluster"), "AWS::EKS::Cluster")[0]?.id}>`,
          });
      }
    });
  });
}

describe("the repositories for images", () => {
  it("keep a tag for one image for ever, look at each for known holes, and stay when the stack goes", () => {
    const repositories = resourcesOf(templateOf("small", "registry"), "AWS::ECR::Repository");
    expect(repositories.map(({ Properties }) => Properties["RepositoryName"])).to.have.members(
      ["upload", "worker", "web", "operator"].map((image) => `photos/${image}`),
    );
    for (const { id, Properties, DeletionPolicy } of repositories) {
      expect(Properties, id).to.deep.include({ ImageTagMutability: "IMMUTABLE", ImageScanningConfiguration: { ScanOnPush: true } });
      expect(DeletionPolicy, id).to.equal("Retain");
    }
  });

  it("are none where the images have a registry already", () => {
    expect(synthesized("production").templates.has("registry")).to.equal(false);
  });
});
