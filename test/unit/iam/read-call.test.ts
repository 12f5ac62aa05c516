import { expect } from "chai";
import { readCall } from "../../support/iam/read-call.ts";

const ask = (service: string, method: string, url: string, body = "", headers = {}) =>
  readCall(service, { method, url, headers, body: Buffer.from(body) }).map(({ operation, target }) => `${operation} ${target}`.trim());

describe("a call on the wire is known by", () => {
  const s3: readonly [method: string, url: string, expected: string][] = [
    ["HEAD", "/originals", "HeadBucket originals"],
    ["GET", "/originals?list-type=2&prefix=a", "ListObjectsV2 originals"],
    ["GET", "/originals?uploads=", "ListMultipartUploads originals"],
    ["GET", "/originals/a/b%20c?x-id=GetObject", "GetObject originals/a/b c"],
    ["HEAD", "/originals/a", "HeadObject originals/a"],
    ["PUT", "/originals/a?x-id=PutObject", "PutObject originals/a"],
    ["PUT", "/originals/a?partNumber=1&uploadId=u&x-id=UploadPart", "UploadPart originals/a"],
    ["POST", "/originals/a?uploads=", "CreateMultipartUpload originals/a"],
    ["POST", "/originals/a?uploadId=u", "CompleteMultipartUpload originals/a"],
    ["GET", "/originals/a?uploadId=u&x-id=ListParts", "ListParts originals/a"],
    ["DELETE", "/originals/a?uploadId=u&x-id=AbortMultipartUpload", "AbortMultipartUpload originals/a"],
  ];
  for (const [method, url, expected] of s3)
    it(`S3's verb and path: ${expected}`, () => {
      expect(ask("s3", method, url)).to.deep.equal([expected]);
    });

  it("S3's list of what is to be deleted, each key for itself", () => {
    const body = "<Delete><Object><Key>a</Key></Object><Object><Key>b &amp; c</Key></Object></Delete>";
    expect(ask("s3", "POST", "/originals?delete=", body)).to.deep.equal(["DeleteObjects originals/a", "DeleteObjects originals/b & c"]);
  });

  it("the target of a JSON call, and the queue or namespace in it", () => {
    const headers = { "x-amz-target": "AmazonSQS.SendMessageBatch" };
    expect(ask("sqs", "POST", "/", JSON.stringify({ QueueUrl: "http://any/1/tasks" }), headers)).to.deep.equal(["SendMessageBatch tasks"]);
  });

  it("the action of a query, and the group in it", () => {
    const body = "Action=SetDesiredCapacity&Version=2011-01-01&AutoScalingGroupName=eks-a";
    expect(ask("autoscaling", "POST", "/", body)).to.deep.equal(["SetDesiredCapacity eks-a"]);
  });

  it("the path of EKS", () => {
    expect(ask("eks", "GET", "/clusters/c/node-groups/n")).to.deep.equal(["DescribeNodegroup c/n"]);
    expect(ask("eks", "POST", "/clusters/c/node-groups/n/update-config")).to.deep.equal(["UpdateNodegroupConfig c/n"]);
  });

  it("nothing else: what it does not know stops the test", () => {
    expect(() => ask("s3", "PUT", "/originals")).to.throw("No S3 operation is known for PUT /originals");
    expect(() => ask("eks", "DELETE", "/clusters/c")).to.throw("No EKS operation is known");
    expect(() => ask("sqs", "POST", "/", "nothing")).to.throw("No operation is named");
  });
});
