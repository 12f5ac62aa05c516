import { Annotations, Duration, RemovalPolicy, type StackProps } from "aws-cdk-lib";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as origins from "aws-cdk-lib/aws-cloudfront-origins";
import * as route53 from "aws-cdk-lib/aws-route53";
import * as targets from "aws-cdk-lib/aws-route53-targets";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface DeliveryStackProps extends StackProps {
  readonly names: Names;
  readonly delivery: Config["delivery"];
  /** Whose pages may read media. */
  readonly webHost: string;
  readonly zone?: Config["zone"];
  /** Of `delivery.host`, from us-east-1. */
  readonly certificate?: acm.ICertificate | undefined;
  readonly firewallArn?: string | undefined;
}

/** The CDN: it serves what lies under media/ of the renditions to whoever has a URL that one of the keys signed. */
export class DeliveryStack extends PartStack {
  readonly distribution: cloudfront.Distribution;
  /** Where browsers find it. */
  readonly host: string;
  /** What signed URLs name, by the key's name. */
  readonly keyPairIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: DeliveryStackProps) {
    super(scope, id, props);
    const { names, delivery, zone, firewallArn } = props;
    const keys = delivery.publicKeys.map(({ name, pem }) => ({ name, key: this.#publicKey(names, name, pem) }));
    this.keyPairIds = new Map(keys.map(({ name, key }) => [name, key.publicKeyId]));
    this.distribution = new cloudfront.Distribution(this, "distribution", {
      comment: `Media of ${names.pipeline}`,
      defaultBehavior: this.#behavior(
        props,
        keys.map(({ key }) => key),
      ),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: cloudfront.PriceClass[priceClasses[delivery.priceClass]],
      enableLogging: true,
      logBucket: this.#logBucket(names),
      ...(delivery.host !== undefined && { domainNames: [delivery.host], certificate: this.#certificate(props) }),
      ...(firewallArn !== undefined && { webAclId: firewallArn }),
    });
    this.host = delivery.host ?? this.distribution.distributionDomainName;
    if (delivery.host !== undefined && zone) this.#addRecords(delivery.host, zone);
  }

  #publicKey(names: Names, name: string, pem: string): cloudfront.PublicKey {
    // CloudFront compares the text: it wants a line feed at the end.
    const encodedKey = `${pem.trim()}\n`;
    return new cloudfront.PublicKey(this, name, { publicKeyName: `${names.cluster}-${name}`, encodedKey });
  }

  #behavior({ names, webHost }: DeliveryStackProps, items: readonly cloudfront.PublicKey[]): cloudfront.BehaviorOptions {
    // By name: the bucket's stack refers to the distribution, which alone may read it.
    const bucket = s3.Bucket.fromBucketAttributes(this, "renditions", {
      bucketName: names.renditions,
      bucketRegionalDomainName: `${names.renditions}.s3.${this.region}.${this.urlSuffix}`,
      region: this.region,
    });
    const origin = origins.S3BucketOrigin.withOriginAccessControl(bucket);
    Annotations.of(this).acknowledgeWarning(
      "@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac",
      "The bucket's policy is in the storage stack",
    );
    return {
      origin,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      compress: true,
      trustedKeyGroups: [new cloudfront.KeyGroup(this, "keys", { keyGroupName: `${names.cluster}-keys`, items: [...items] })],
      cachePolicy: new cloudfront.CachePolicy(this, "cache", {
        cachePolicyName: `${names.cluster}-media-${this.region}`,
        comment: "One copy for all who may see it: the signature decides that, and is no part of the key",
        minTtl: Duration.seconds(0),
        // Objects say themselves how long they last: what is content-addressed for a year, a growing playlist for seconds.
        defaultTtl: Duration.hours(1),
        maxTtl: Duration.days(365),
        queryStringBehavior: cloudfront.CacheQueryStringBehavior.none(),
        headerBehavior: cloudfront.CacheHeaderBehavior.none(),
        cookieBehavior: cloudfront.CacheCookieBehavior.none(),
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
      }),
      responseHeadersPolicy: this.#responseHeaders(names, webHost),
    };
  }

  /** The same that the local edge says: `services/local/src/edge`. */
  #responseHeaders(names: Names, webHost: string): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, "response-headers", {
      responseHeadersPolicyName: `${names.cluster}-media-${this.region}`,
      corsBehavior: {
        accessControlAllowCredentials: false,
        accessControlAllowOrigins: [`https://${webHost}`],
        accessControlAllowMethods: ["GET", "HEAD", "OPTIONS"],
        accessControlAllowHeaders: ["Range", "If-Range", "If-None-Match", "If-Modified-Since"],
        accessControlExposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"],
        accessControlMaxAge: Duration.days(1),
        originOverride: true,
      },
      customHeadersBehavior: {
        customHeaders: [
          // The signature decides who may read, on whatever page.
          { header: "Cross-Origin-Resource-Policy", value: "cross-origin", override: true },
          { header: "X-Robots-Tag", value: "noindex", override: true },
        ],
      },
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        // A rendition that somebody opens as a page runs nothing.
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: false, override: true },
      },
    });
  }

  /** CloudFront's own logs are written with an ACL, which no other bucket here allows. */
  #logBucket(names: Names): s3.Bucket {
    return new s3.Bucket(this, "logs", {
      bucketName: names.deliveryLogs,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: "old-logs", expiration: Duration.days(90) }],
    });
  }

  #certificate({ delivery, certificate }: DeliveryStackProps): acm.ICertificate {
    if (certificate) return certificate;
    return acm.Certificate.fromCertificateArn(this, "certificate", delivery.certificateArn as string);
  }

  #addRecords(host: string, { id: hostedZoneId, name: zoneName }: NonNullable<Config["zone"]>): void {
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, "zone", { hostedZoneId, zoneName });
    const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(this.distribution));
    new route53.ARecord(this, "ipv4", { zone, recordName: host, target });
    new route53.AaaaRecord(this, "ipv6", { zone, recordName: host, target });
  }
}

const priceClasses = {
  PriceClass_100: "PRICE_CLASS_100",
  PriceClass_200: "PRICE_CLASS_200",
  PriceClass_All: "PRICE_CLASS_ALL",
} as const;
