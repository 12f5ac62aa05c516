import { expect } from "chai";
import { isAllowed, type PolicyStatement } from "../../support/iam/evaluate-policy.ts";

const allow = (over: Partial<PolicyStatement>): PolicyStatement => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...over });
const ask = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) => ({ action, resource, context });
const read = (key: string) => ask("s3:GetObject", `arn:aws:s3:::originals/${key}`);

describe("the evaluation of IAM policies", () => {
  it("allows nothing that no statement allows", () => {
    expect(isAllowed([], read("a"))).to.equal(false);
    expect(isAllowed([allow({ Action: "s3:PutObject" })], read("a"))).to.equal(false);
  });

  it("lets a denial win over whatever allows", () => {
    const deny: PolicyStatement = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::originals/secret/*" };
    expect(isAllowed([allow({}), deny], read("secret/a"))).to.equal(false);
    expect(isAllowed([allow({}), deny], read("open/a"))).to.equal(true);
  });

  const actions: readonly [pattern: string, action: string, fits: boolean][] = [
    ["s3:GetObject", "s3:GetObject", true],
    ["S3:getobject", "s3:GetObject", true],
    ["s3:Get*", "s3:GetObject", true],
    ["s3:GetObjec?", "s3:GetObject", true],
    ["*", "s3:GetObject", true],
    ["s3:GetObject", "s3:GetObjectAcl", false],
    ["s3:Object", "s3:GetObject", false],
  ];
  for (const [pattern, action, fits] of actions)
    it(`of the action ${action} by ${pattern} ${fits ? "allows" : "does not allow"}`, () => {
      expect(isAllowed([allow({ Action: ["sqs:SendMessage", pattern] })], ask(action, "arn:aws:s3:::b/k"))).to.equal(fits);
    });

  const resources: readonly [pattern: string, resource: string, fits: boolean][] = [
    ["*", "arn:aws:s3:::b/k", true],
    ["*", "*", true],
    ["arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b", true],
    ["arn:aws:s3:::b/*", "arn:aws:s3:::b", false],
    ["arn:aws:s3:::b/*", "arn:aws:s3:::bc/a", false],
    ["arn:aws:s3:::b/K", "arn:aws:s3:::b/k", false],
    ["arn:aws:s3:::b/a.c", "arn:aws:s3:::b/abc", false],
    ["arn:aws:s3:::b/*", "*", false],
    ["arn:aws:sqs:*:1:q", "arn:aws:sqs:eu-west-1:1:q", true],
    ["arn:aws:sqs:*:q", "arn:aws:sqs:eu-west-1:1:q", false],
    [
      "arn:aws:autoscaling:r:1:autoScalingGroup:*:autoScalingGroupName/g-*",
      "arn:aws:autoscaling:r:1:autoScalingGroup:u:autoScalingGroupName/g-1",
      true,
    ],
  ];
  for (const [pattern, resource, fits] of resources)
    it(`of the resource ${resource} by ${pattern} ${fits ? "allows" : "does not allow"}`, () => {
      expect(isAllowed([allow({ Resource: pattern })], ask("s3:GetObject", resource))).to.equal(fits);
    });

  it("asks every condition, of which any value will do", () => {
    const statement = allow({
      Condition: { StringEquals: { "cloudwatch:namespace": ["A", "B"] }, Bool: { "aws:SecureTransport": "true" } },
    });
    const given = (context: Readonly<Record<string, string>>) => isAllowed([statement], ask("s3:GetObject", "*", context));
    expect(given({ "cloudwatch:namespace": "B", "aws:SecureTransport": "true" })).to.equal(true);
    expect(given({ "cloudwatch:namespace": "C", "aws:SecureTransport": "true" })).to.equal(false);
    expect(given({ "cloudwatch:namespace": "B", "aws:SecureTransport": "false" })).to.equal(false);
    expect(given({ "aws:SecureTransport": "true" }), "a key that the request does not have").to.equal(false);
  });

  it("tells tags apart by case, and other keys not", () => {
    const statement = allow({ Condition: { StringEquals: { "aws:resourceTag/owner": "me" } } });
    expect(isAllowed([statement], ask("s3:GetObject", "*", { "aws:ResourceTag/owner": "me" }))).to.equal(true);
    expect(isAllowed([statement], ask("s3:GetObject", "*", { "aws:ResourceTag/Owner": "me" }))).to.equal(false);
  });

  it("judges nothing that it does not know", () => {
    const unknown: readonly object[] = [
      { Effect: "Allow", NotAction: "s3:*", Action: [], Resource: "*" },
      allow({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      allow({ Resource: `arn:aws:s3:::b/$${"{aws:PrincipalTag/owner}"}/*` }),
    ];
    for (const statement of unknown) expect(() => isAllowed([statement as PolicyStatement], read("a"))).to.throw(/does not know|knows/);
  });
});
