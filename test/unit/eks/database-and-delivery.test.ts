import { expect } from "chai";
import { examples, type Kubernetes, manifestsOf, readable, resourceOf, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";

for (const example of examples) {
  describe(`the database of ${example}`, () => {
    const template = () => templateOf(example, "database");

    it("is encrypted, private, backed up, and not lost with the stack", () => {
      const { Properties, DeletionPolicy, UpdateReplacePolicy } = resourceOf(template(), "AWS::RDS::DBInstance");
      const { database, production } = synthesized(example).config;
      expect(Properties).to.deep.include({
        StorageEncrypted: true,
        PubliclyAccessible: false,
        MultiAZ: database.multiAz,
        BackupRetentionPeriod: database.backupDays,
        DeleteAutomatedBackups: false,
        DeletionProtection: production,
        StorageType: "gp3",
        MaxAllocatedStorage: database.maxStorageGib,
      });
      expect([DeletionPolicy, UpdateReplacePolicy]).to.deep.equal(["Snapshot", "Snapshot"]);
      expect(Properties).to.deep.include({
        CACertificateIdentifier: "rds-ca-rsa2048-g1",
        CopyTagsToSnapshot: true,
        AutoMinorVersionUpgrade: true,
        EnableCloudwatchLogsExports: ["postgresql"],
        EngineVersion: "18",
      });
      const { SubnetIds } = resourceOf(template(), "AWS::RDS::DBSubnetGroup").Properties;
      for (const subnet of readable(SubnetIds) as string[])
        expect(subnet, "a subnet without a way out").to.match(/^<network:vpcdatabaseSubnet/);
      expect(resourceOf(template(), "AWS::RDS::DBParameterGroup").Properties["Parameters"]).to.deep.include({ "rds.force_ssl": "1" });
    });

    it("lets nobody in but the rotation of its passwords; pods are let in with the application", () => {
      const [entry, ...more] = resourcesOf(template(), "AWS::EC2::SecurityGroupIngress");
      expect(more).to.deep.equal([]);
      expect(readable(entry?.Properties["SourceSecurityGroupId"])).to.match(/^<rotation/);
      for (const { Properties } of resourcesOf(template(), "AWS::EC2::SecurityGroup"))
        expect(Properties["SecurityGroupIngress"]).to.equal(undefined);
    });

    it("changes the fleets' password between two users, the administrator's in place, and neither at once", () => {
      const schedules = resourcesOf(template(), "AWS::SecretsManager::RotationSchedule").map(({ Properties }) => Properties);
      expect(schedules.map(({ HostedRotationLambda }) => HostedRotationLambda.RotationType)).to.have.members([
        "PostgreSQLMultiUser",
        "PostgreSQLSingleUser",
      ]);
      for (const { RotateImmediatelyOnUpdate, HostedRotationLambda } of schedules) {
        expect(RotateImmediatelyOnUpdate).to.equal(false);
        // Nothing that would need an escape in the URL.
        expect(HostedRotationLambda.ExcludeCharacters).to.match(/[/:?#@%&]/);
      }
      const fleets = schedules.find(({ HostedRotationLambda }) => HostedRotationLambda.RotationType === "PostgreSQLMultiUser");
      expect(fleets?.HostedRotationLambda.MasterSecretArn).to.not.equal(undefined);
    });
  });

  describe(`the delivery of ${example}`, () => {
    const template = () => templateOf(example, "delivery");
    const distribution = () => resourceOf(template(), "AWS::CloudFront::Distribution").Properties["DistributionConfig"];

    it("serves by HTTPS only, also HTTP/3, compressed, and only what is signed by its keys", () => {
      const { DefaultCacheBehavior: behavior, CacheBehaviors, HttpVersion, Enabled, Logging } = distribution();
      expect(CacheBehaviors, "other ways in").to.equal(undefined);
      expect([HttpVersion, Enabled]).to.deep.equal(["http2and3", true]);
      expect(behavior).to.deep.include({ ViewerProtocolPolicy: "https-only", Compress: true, AllowedMethods: ["GET", "HEAD", "OPTIONS"] });
      expect(readable(behavior.TrustedKeyGroups)).to.deep.equal([`<${resourceOf(template(), "AWS::CloudFront::KeyGroup").id}>`]);
      expect(Logging.Bucket).to.not.equal(undefined);
    });

    it("takes the configured public keys, and the MediaPipeline signs with one of them", () => {
      const { delivery } = synthesized(example).config;
      const keys = resourcesOf(template(), "AWS::CloudFront::PublicKey");
      expect(keys.map(({ Properties }) => Properties["PublicKeyConfig"].EncodedKey.trim())).to.deep.equal(
        delivery.publicKeys.map(({ pem }) => pem.trim()),
      );
      const { KeyGroupConfig } = resourceOf(template(), "AWS::CloudFront::KeyGroup").Properties as Kubernetes;
      expect(readable(KeyGroupConfig.Items)).to.deep.equal(keys.map(({ id }) => `<${id}>`));
      const [pipeline] = manifestsOf(templateOf(example, "application"), "pipeline");
      expect(pipeline.spec.delivery.keyPairId).to.match(/^<delivery:key202611/);
    });

    it("reads the bucket by origin access control", () => {
      const { config } = synthesized(example);
      const [origin, ...more] = distribution().Origins;
      expect(more).to.deep.equal([]);
      expect(readable(origin.DomainName)).to.equal(`${config.name}-renditions-123456789012-eu-west-1.s3.eu-west-1.<AWS::URLSuffix>`);
      const control = resourceOf(template(), "AWS::CloudFront::OriginAccessControl");
      expect(readable(origin.OriginAccessControlId)).to.equal(`<${control.id}.Id>`);
      expect(control.Properties["OriginAccessControlConfig"]).to.deep.include({ SigningBehavior: "always", SigningProtocol: "sigv4" });
      expect(origin.S3OriginConfig).to.deep.equal({ OriginAccessIdentity: "" });
    });

    it("keeps one copy for all, and lets the site's pages read it", () => {
      const { config } = synthesized(example);
      const { ParametersInCacheKeyAndForwardedToOrigin: key } = resourceOf(template(), "AWS::CloudFront::CachePolicy").Properties[
        "CachePolicyConfig"
      ];
      expect([
        key.QueryStringsConfig.QueryStringBehavior,
        key.HeadersConfig.HeaderBehavior,
        key.CookiesConfig.CookieBehavior,
      ]).to.deep.equal(["none", "none", "none"]);
      const { CorsConfig, SecurityHeadersConfig } = resourceOf(template(), "AWS::CloudFront::ResponseHeadersPolicy").Properties[
        "ResponseHeadersPolicyConfig"
      ];
      expect(CorsConfig.AccessControlAllowOrigins.Items).to.deep.equal([`https://${config.site.webHost}`]);
      expect(CorsConfig.AccessControlAllowHeaders.Items).to.include("Range");
      expect(CorsConfig.AccessControlExposeHeaders.Items).to.include.members(["Content-Length", "Content-Range"]);
      expect(CorsConfig.AccessControlAllowCredentials).to.equal(false);
      expect(SecurityHeadersConfig).to.deep.equal({
        ContentTypeOptions: { Override: true },
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; sandbox", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: false, Override: true },
      });
    });
  });
}

describe("the delivery under a host of its own", () => {
  it("has that name, a certificate and a firewall of us-east-1, TLS 1.2 and its records", () => {
    const { DistributionConfig } = resourceOf(templateOf("production", "delivery"), "AWS::CloudFront::Distribution")
      .Properties as Kubernetes;
    expect(DistributionConfig.Aliases).to.deep.equal(["media.example.org"]);
    expect(DistributionConfig.ViewerCertificate).to.deep.include({ MinimumProtocolVersion: "TLSv1.2_2021", SslSupportMethod: "sni-only" });
    expect(DistributionConfig.WebACLId).to.not.equal(undefined);
    const edge = templateOf("production", "edge");
    expect(resourceOf(edge, "AWS::CertificateManager::Certificate").Properties).to.deep.include({ DomainName: "media.example.org" });
    expect(resourceOf(edge, "AWS::WAFv2::WebACL").Properties["Scope"]).to.equal("CLOUDFRONT");
    const rules = resourceOf(edge, "AWS::WAFv2::WebACL").Properties["Rules"] as Kubernetes[];
    expect(
      rules.map(({ Name, Action, OverrideAction, Statement }) => [Name, Action ?? OverrideAction, Object.keys(Statement)]),
    ).to.deep.equal([
      ["flood", { Block: {} }, ["RateBasedStatement"]],
      ["known-bad-addresses", { None: {} }, ["ManagedRuleGroupStatement"]],
    ]);
    const records = resourcesOf(templateOf("production", "delivery"), "AWS::Route53::RecordSet").map(({ Properties }) => Properties);
    expect(records.map(({ Type, Name }) => [Type, Name])).to.have.deep.members([
      ["A", "media.example.org."],
      ["AAAA", "media.example.org."],
    ]);
  });
});
