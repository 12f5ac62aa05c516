import { type Template, toStatement } from "@mediashare/eks";
import { expect } from "chai";
import { examples, type Kubernetes, readable, resourcesOf, synthesized } from "../../support/eks.ts";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Principal?: Readonly<Record<string, unknown>>;
  readonly Condition?: unknown;
}

/** Those of AWS that take roles here, and what of a cluster's pods does so by the cluster's own OpenID provider. */
const trusted = ["pods.eks.amazonaws.com", "eks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

for (const example of examples) {
  describe(`all stacks of ${example}`, () => {
    const all = (type: string) =>
      [...synthesized(example).templates].flatMap(([part, template]: [string, Template]) =>
        resourcesOf(template, type).map((resource) => ({ ...resource, where: `${part} ${resource.id}` })),
      );
    const statementsOf = (document: unknown): Statement[] => [(readable(document) as { Statement: Statement[] }).Statement].flat();

    it("let nobody in from the Internet: load balancers, which pods' controllers make, are the only doors", () => {
      const rules = [
        ...all("AWS::EC2::SecurityGroup").flatMap(({ where, Properties }) =>
          (Properties["SecurityGroupIngress"] ?? []).map((rule: Kubernetes) => ({ where, rule })),
        ),
        ...all("AWS::EC2::SecurityGroupIngress").map(({ where, Properties }) => ({ where, rule: Properties as Kubernetes })),
      ];
      expect(rules).to.not.have.length(0);
      for (const { where, rule } of rules) expect(`${readable(rule.CidrIp)} ${readable(rule.CidrIpv6)}`, where).to.not.match(/\/0/);
      for (const { where, Properties } of all("AWS::EC2::LaunchTemplate"))
        expect(JSON.stringify(Properties), where).to.not.match(/AssociatePublicIpAddress|KeyName/);
    });

    it("let roles be taken by services of AWS only, and by one service account of the cluster", () => {
      for (const { where, Properties } of all("AWS::IAM::Role")) {
        for (const { Principal = {}, Condition } of statementsOf(Properties["AssumeRolePolicyDocument"])) {
          const { Service, Federated, ...others } = Principal;
          expect(others, where).to.deep.equal({});
          if (Federated === undefined) expect(trusted, where).to.include(Service);
          else expect(JSON.stringify(Condition), where).to.include("ConditionJson");
        }
      }
    });

    it("allow no role all actions of a service", () => {
      const documents = [
        ...all("AWS::IAM::Role").flatMap(({ where, Properties }) =>
          (Properties["Policies"] ?? []).map(({ PolicyDocument }: Kubernetes) => ({ where, document: PolicyDocument })),
        ),
        ...all("AWS::IAM::Policy").map(({ where, Properties }) => ({ where, document: Properties["PolicyDocument"] })),
      ];
      expect(documents.length).to.be.greaterThan(10);
      for (const { where, document } of documents)
        for (const { Effect, Action } of statementsOf(document)) {
          expect(Effect, where).to.equal("Allow");
          for (const action of [Action].flat()) expect(action, where).to.not.match(/\*/);
        }
    });

    it("hold no secret, and make those that they need where nobody sees them", () => {
      for (const [part, template] of synthesized(example).templates)
        expect(JSON.stringify(template), part).to.not.match(/PRIVATE KEY|"SecretString"|"MasterUserPassword":"/);
      for (const { where, Properties } of all("AWS::SecretsManager::Secret"))
        expect(Properties["GenerateSecretString"]?.PasswordLength, where).to.be.at.least(30);
    });

    it("keep logs for as long as the configuration says", () => {
      const { logDays } = synthesized(example).config.cluster;
      const groups = all("AWS::Logs::LogGroup");
      expect(groups.length).to.be.at.least(7);
      for (const { where, Properties } of groups) expect(Properties["RetentionInDays"], where).to.equal(logDays);
    });
  });
}

describe("a statement of a role", () => {
  const grant = { sid: "Any", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::originals/*"] };

  it("with a wildcard is refused unless it says why", () => {
    expect(() => toStatement(grant)).to.throw(TypeError, "The statement Any has a wildcard and does not say why.");
    expect(() => toStatement({ ...grant, resources: ["arn:aws:secretsmanager:eu-west-1:1:secret:a-??????"] })).to.throw(TypeError);
    expect(() => toStatement({ ...grant, why: "keys are made of ids" })).to.not.throw();
    expect(() => toStatement({ ...grant, resources: ["arn:aws:s3:::originals"] })).to.not.throw();
  });
});
