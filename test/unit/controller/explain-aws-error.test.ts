import { explainAwsError } from "@mediashare/controller";
import { expect } from "chai";

const call = { action: "sqs:GetQueueAttributes", resource: "https://sqs.eu-west-1.amazonaws.com/1/tasks", region: "eu-west-1" };
const failure = (name: string): Error => Object.assign(new Error("as AWS says"), { name });

describe("an error of AWS", () => {
  const table = [
    { name: "AccessDeniedException", reason: "AccessDenied", says: `allow sqs:GetQueueAttributes on ${call.resource}` },
    { name: "UnauthorizedOperation", reason: "AccessDenied", says: "service account" },
    { name: "CredentialsProviderError", reason: "CredentialsMissing", says: "Pod Identity" },
    { name: "ExpiredTokenException", reason: "CredentialsRejected", says: "credentials" },
    { name: "QueueDoesNotExist", reason: "QueueNotFound", says: "spec.queue.url" },
    { name: "AWS.SimpleQueueService.NonExistentQueue", reason: "QueueNotFound", says: "spec.region" },
    { name: "ResourceNotFoundException", reason: "NotFound", says: "does not exist" },
    { name: "ThrottlingException", reason: "Throttled", says: "next tick" },
    { name: "RequestLimitExceeded", reason: "Throttled", says: "next tick" },
    { name: "ResourceInUseException", reason: "Busy", says: "under way" },
    { name: "TimeoutError", reason: "Unreachable", says: "eu-west-1" },
    { name: "InternalFailure", reason: "ServiceUnavailable", says: "again" },
    { name: "SomethingNew", reason: "AwsCallFailed", says: "again" },
  ];
  for (const { name, reason, says } of table) {
    it(`${name} is ${reason}`, () => {
      const explained = explainAwsError(failure(name), call);
      expect(explained.reason).to.equal(reason);
      expect(explained.message).to.include(says).and.include(call.resource).and.include(name).and.include("as AWS says");
    });
  }

  it("of the connection goes by its code", () => {
    const refused = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
    expect(explainAwsError(refused, call).reason).to.equal("Unreachable");
  });
});
