import { PIPELINE_TAG } from "@mediashare/controller";
import { expect } from "chai";
import { examples, readable, resourceOf, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const list = (value: string | string[]): string[] => [value].flat();

for (const example of examples) {
  describe(`the identities of ${example}`, () => {
    const template = () => templateOf(example, "identities");
    const statements = (role: string): Statement[] => {
      const { Properties } = resourceOf(template(), "AWS::IAM::Role", `${role}role`);
      return (readable(Properties["Policies"]) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
        ({ PolicyDocument }) => PolicyDocument.Statement,
      );
    };

    it("are one for each fleet and one for the operator, for pods alone", () => {
      const roles = resourcesOf(template(), "AWS::IAM::Role");
      expect(roles).to.have.length(4);
      for (const { id, Properties } of roles) {
        const [trust] = Properties["AssumeRolePolicyDocument"].Statement;
        expect(trust, id).to.deep.include({ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" } });
        expect(trust.Action, id).to.deep.equal(["sts:AssumeRole", "sts:TagSession"]);
        expect(Properties["ManagedPolicyArns"], id).to.equal(undefined);
      }
    });

    it("name their resources, except where an action knows none", () => {
      const open = ["upload", "worker", "web", "operator"].flatMap((role) =>
        statements(role)
          .filter(({ Resource }) => list(Resource).includes("*"))
          .map(({ Action, Condition }) => [role, list(Action), Condition]),
      );
      expect(open).to.deep.equal([
        ["worker", ["cloudwatch:PutMetricData"], { StringEquals: { "cloudwatch:namespace": "Mediashare" } }],
        ["operator", ["cloudwatch:GetMetricData", "autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstanceTypes"], undefined],
      ]);
      for (const role of ["upload", "worker", "web", "operator"]) {
        for (const action of statements(role).flatMap(({ Action }) => list(Action))) expect(action).to.not.match(/\*/);
      }
    });

    it("let no fleet but upload's change or delete originals, and nobody delete a version of one", () => {
      const changes = (role: string) =>
        statements(role)
          .filter(({ Resource }) => list(Resource).some((arn) => arn.includes("-originals-")))
          .flatMap(({ Action }) => list(Action))
          .filter((action) => /Put|Delete/.test(action));
      expect(changes("worker")).to.deep.equal([]);
      expect(changes("web")).to.deep.equal([]);
      expect(changes("operator")).to.deep.equal([]);
      expect(new Set(changes("upload"))).to.deep.equal(new Set(["s3:PutObject", "s3:DeleteObject"]));
    });

    it("let the operator scale the workers' node groups that have its tag, and no others", () => {
      const { config } = synthesized(example);
      const groups = [...config.workers.onDemand, ...config.workers.spot].map(({ name }) => name);
      const scaled = statements("operator").find(({ Action }) => list(Action).includes("autoscaling:SetDesiredCapacity"));
      expect(scaled?.Condition).to.deep.equal({
        StringEquals: { [`aws:ResourceTag/${PIPELINE_TAG}`]: `${config.namespace}/${config.name}` },
      });
      expect(list(scaled?.Resource ?? [])).to.deep.equal(
        groups.map((group) => `arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/eks-${group}-*`),
      );
      const described = statements("operator").find(({ Action }) => list(Action).includes("eks:UpdateNodegroupConfig"));
      expect(list(described?.Resource ?? [])).to.deep.equal(
        groups.map((group) => `arn:aws:eks:eu-west-1:123456789012:nodegroup/${config.name}/${group}/*`),
      );
    });
  });
}
