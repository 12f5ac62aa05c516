import type { StackProps } from "aws-cdk-lib";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import * as route53 from "aws-cdk-lib/aws-route53";
import * as wafv2 from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface EdgeStackProps extends StackProps {
  readonly names: Names;
  /** Host and zone of the certificate that is to be made; left out: none is. */
  readonly certificate?: { readonly host: string; readonly zone: NonNullable<Config["zone"]> };
  readonly firewall: boolean;
}

/** What CloudFront looks for in us-east-1, wherever the rest is: its certificate and its firewall. */
export class EdgeStack extends PartStack {
  readonly certificate: acm.ICertificate | undefined;
  readonly firewallArn: string | undefined;

  constructor(scope: Construct, id: string, { names, certificate, firewall, ...props }: EdgeStackProps) {
    super(scope, id, props);
    if (certificate) {
      const { id: hostedZoneId, name: zoneName } = certificate.zone;
      const zone = route53.HostedZone.fromHostedZoneAttributes(this, "zone", { hostedZoneId, zoneName });
      this.certificate = new acm.Certificate(this, "certificate", {
        domainName: certificate.host,
        validation: acm.CertificateValidation.fromDns(zone),
      });
    }
    this.firewallArn = firewall ? this.#firewall(names).attrArn : undefined;
  }

  /** Against floods and known bad addresses. Rules about bodies are left out: the CDN takes none. */
  #firewall(names: Names): wafv2.CfnWebACL {
    const visibility = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true });
    return new wafv2.CfnWebACL(this, "firewall", {
      name: `${names.cluster}-delivery`,
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visibility(`${names.cluster}-delivery`),
      rules: [
        {
          name: "flood",
          priority: 0,
          action: { block: {} },
          // A page of thumbnails is a hundred requests and a film one every few seconds: far below this in five minutes.
          statement: { rateBasedStatement: { limit: 10_000, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
          visibilityConfig: visibility("flood"),
        },
        {
          name: "known-bad-addresses",
          priority: 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" } },
          visibilityConfig: visibility("known-bad-addresses"),
        },
      ],
    });
  }
}
