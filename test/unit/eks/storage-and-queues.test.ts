import { expect } from "chai";
import { examples, type NamedResource, readable, resourceOf, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOf({ Properties }: NamedResource): Statement[] {
  return (readable(Properties["PolicyDocument"]) as { Statement: Statement[] }).Statement;
}

for (const example of examples) {
  describe(`the buckets and queues of ${example}`, () => {
    const storage = () => templateOf(example, "storage");
    const queues = () => templateOf(example, "queues");
    const buckets = () => [
      ...resourcesOf(storage(), "AWS::S3::Bucket"),
      ...resourcesOf(templateOf(example, "delivery"), "AWS::S3::Bucket"),
    ];

    it("keep every bucket private, encrypted, spoken to by TLS, and there when the stack goes", () => {
      expect(buckets()).to.have.length(4);
      for (const { id, Properties, DeletionPolicy, UpdateReplacePolicy } of buckets()) {
        expect(Properties["PublicAccessBlockConfiguration"], id).to.deep.equal({
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        });
        expect(Properties["BucketEncryption"].ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm, id).to.equal(
          "AES256",
        );
        expect([DeletionPolicy, UpdateReplacePolicy], id).to.deep.equal(["Retain", "Retain"]);
      }
      for (const { id, Properties } of resourcesOf(storage(), "AWS::S3::Bucket")) {
        // Without ACLs: what a bucket's policy does not allow, nobody else does.
        expect(Properties["OwnershipControls"].Rules, id).to.deep.equal([{ ObjectOwnership: "BucketOwnerEnforced" }]);
        const logs = readable(Properties["LoggingConfiguration"]);
        const target = { DestinationBucketName: `<${resourceOf(storage(), "AWS::S3::Bucket", "accesslogs").id}>` };
        expect(logs, id).to.deep.equal(
          id.startsWith("accesslogs") ? undefined : { ...target, LogFilePrefix: id.startsWith("originals") ? "originals/" : "renditions/" },
        );
      }
      for (const policy of resourcesOf(storage(), "AWS::S3::BucketPolicy")) {
        const [tls, version] = statementsOf(policy);
        expect([tls?.Effect, version?.Effect], policy.id).to.deep.equal(["Deny", "Deny"]);
        expect(tls, policy.id).to.deep.include({
          Principal: { AWS: "*" },
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        });
        expect(version, policy.id).to.deep.include({ Principal: { AWS: "*" }, Action: "s3:*" });
        expect(version?.Condition, policy.id).to.deep.equal({ NumericLessThan: { "s3:TlsVersion": 1.2 } });
      }
      const policies = [storage(), templateOf(example, "delivery")].flatMap((template) => resourcesOf(template, "AWS::S3::BucketPolicy"));
      expect(policies).to.have.length(buckets().length);
      for (const policy of policies) {
        const refusals = statementsOf(policy).filter(({ Effect }) => Effect === "Deny");
        expect(JSON.stringify(refusals.map(({ Condition }) => Condition)), policy.id).to.include('"aws:SecureTransport":"false"');
      }
    });

    it("keep what is deleted for a while, end what is abandoned, and tier what is old", () => {
      const { Properties } = resourceOf(storage(), "AWS::S3::Bucket", "originals");
      const { storage: settings } = synthesized(example).config;
      expect(Properties["VersioningConfiguration"]).to.deep.equal({ Status: "Enabled" });
      const rules = Properties["LifecycleConfiguration"].Rules as Record<string, unknown>[];
      const rule = (id: string) => rules.find(({ Id }) => Id === id);
      // MEDIASHARE_UPLOAD_EXPIRY is 7 days.
      expect(rule("abandoned-multiparts")).to.deep.include({
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
        Status: "Enabled",
      });
      expect(rule("deleted")).to.deep.include({ NoncurrentVersionExpiration: { NoncurrentDays: settings.deletedAfterDays } });
      expect(rule("tier-originals")).to.deep.include({
        Prefix: "originals/",
        Transitions: [
          { StorageClass: "STANDARD_IA", TransitionInDays: settings.infrequentAfterDays },
          { StorageClass: "GLACIER_IR", TransitionInDays: settings.archiveAfterDays },
        ],
      });
      expect(
        rules.some((each) => "ExpirationInDays" in each),
        "a rule that ends originals",
      ).to.equal(false);
    });

    it("let nobody in to originals but their owner's roles, and only S3 write access logs", () => {
      const allowed = (bucket: string) => {
        const policy = resourceOf(storage(), "AWS::S3::BucketPolicy", bucket);
        return statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
      };
      expect(allowed("originals")).to.deep.equal([]);
      for (const { Principal, Action, Condition } of allowed("accesslogs")) {
        expect([Principal, Action]).to.deep.equal([{ Service: "logging.s3.amazonaws.com" }, "s3:PutObject"]);
        expect(JSON.stringify(Condition)).to.include('"aws:SourceAccount":"123456789012"').and.include('"aws:SourceArn"');
      }
    });

    it("let only the distribution read renditions, and only media", () => {
      const [, ...others] = statementsOf(resourceOf(storage(), "AWS::S3::BucketPolicy", "renditions"));
      const allowed = others.filter(({ Effect }) => Effect === "Allow");
      expect(allowed).to.have.length(1);
      expect(allowed[0]).to.deep.include({ Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject" });
      expect(allowed[0]?.Resource).to.match(/\/media\/\*$/);
      expect(JSON.stringify(allowed[0]?.Condition)).to.match(
        /^\{"StringEquals":\{"aws:SourceArn":"arn:aws:cloudfront::123456789012:distribution\/<delivery:distribution/,
      );
    });

    it("tell the queue of files in the inbox, and the queue takes that from this bucket alone", () => {
      const { Properties } = resourceOf(storage(), "AWS::S3::Bucket", "originals");
      const [told, ...more] = Properties["NotificationConfiguration"].QueueConfigurations;
      expect(more).to.deep.equal([]);
      expect(told.Event).to.equal("s3:ObjectCreated:*");
      expect(told.Filter.S3Key.Rules).to.deep.equal([{ Name: "prefix", Value: "inbox/" }]);
      expect(readable(told.Queue)).to.match(/^<queues:storageevents/);
      const sent = statementsOf(resourceOf(queues(), "AWS::SQS::QueuePolicy", "storageeventsPolicy")).find(
        ({ Effect }) => Effect === "Allow",
      );
      expect(sent).to.deep.include({ Principal: { Service: "s3.amazonaws.com" }, Action: "sqs:SendMessage" });
      expect(sent?.Condition).to.deep.equal({
        ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${Properties["BucketName"]}` },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      });
    });

    it("encrypt every queue, speak TLS, and let nobody in by the queue's own policy", () => {
      const all = resourcesOf(queues(), "AWS::SQS::Queue");
      expect(all).to.have.length(4);
      for (const { id, Properties } of all) expect(Properties["SqsManagedSseEnabled"], id).to.equal(true);
      const statements = resourcesOf(queues(), "AWS::SQS::QueuePolicy").flatMap(statementsOf);
      const refusals = statements.filter(({ Effect }) => Effect === "Deny");
      expect(refusals).to.have.length(4);
      for (const refusal of refusals) {
        expect(refusal).to.deep.include({
          Principal: { AWS: "*" },
          Action: "sqs:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        });
      }
      expect(statements.filter(({ Effect }) => Effect === "Allow")).to.have.length(1);
    });

    it("send what is received too often to the dead letters, and keep it for two weeks", () => {
      const { Properties } = resourcesOf(queues(), "AWS::SQS::Queue").find((queue) =>
        queue.Properties["QueueName"].endsWith("-tasks"),
      ) as NamedResource;
      const dead = resourcesOf(queues(), "AWS::SQS::Queue").find((queue) =>
        queue.Properties["QueueName"].endsWith("-tasks-dead"),
      ) as NamedResource;
      expect(readable(Properties["RedrivePolicy"])).to.deep.equal({ deadLetterTargetArn: `<${dead.id}.Arn>`, maxReceiveCount: 10 });
      expect(Properties["VisibilityTimeout"]).to.equal(60);
      expect(dead.Properties["MessageRetentionPeriod"]).to.equal(1_209_600);
      // A dead-letter queue takes what its own queue gives up, and nothing of others.
      const { name } = synthesized(example).config;
      for (const queue of ["tasks", "storage-events"]) {
        const letters = resourcesOf(queues(), "AWS::SQS::Queue").find(
          ({ Properties }) => Properties["QueueName"] === `${name}-${queue}-dead`,
        );
        expect(readable(letters?.Properties["RedriveAllowPolicy"]), queue).to.deep.equal({
          redrivePermission: "byQueue",
          sourceQueueArns: [`arn:aws:sqs:eu-west-1:123456789012:${name}-${queue}`],
        });
      }
    });
  });
}
