import { renderCrd } from "@mediashare/api";
import { childName, type Manifest, operatorName, renderOperator } from "@mediashare/cdk8s";
import { CfnOutput, type StackProps } from "aws-cdk-lib";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as eks from "aws-cdk-lib/aws-eks-v2";
import type * as iam from "aws-cdk-lib/aws-iam";
import type * as rds from "aws-cdk-lib/aws-rds";
import * as route53 from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import { databaseAuthorities } from "../catalogue/database-authorities.ts";
import type { Config } from "../config/config-schema.ts";
import { databaseCaKey, mailUrlKey, type Names, oidcSecretKey } from "../names.ts";
import { renderDatabaseRoles, urlTemplate } from "../pipeline/database-roles.ts";
import { type Connections, renderMediaPipeline } from "../pipeline/media-pipeline.ts";
import { meta } from "../pipeline/meta.ts";
import { renderRestart } from "../pipeline/restart.ts";
import { renderJsonSecret, renderPlainSecret, renderSecretStore } from "../pipeline/secrets.ts";
import type { Role } from "./identities-stack.ts";
import { PartStack } from "./part-stack.ts";
import { images } from "./registry-stack.ts";

export interface ApplicationStackProps extends StackProps {
  readonly config: Config;
  readonly names: Names;
  readonly cluster: eks.ICluster;
  readonly database: rds.IDatabaseInstance;
  readonly roles: Readonly<Record<Role, iam.IRole>>;
  /** Name in Secrets Manager of the private key that URLs are signed with. */
  readonly deliveryKeySecret: string;
  /** All but the certificate, which is made here where none is given. */
  readonly connections: Omit<Connections, "certificateArn">;
}

/** What runs in the cluster: the operator, the CRD and one MediaPipeline, from the same code that `npm run synth` prints. */
export class ApplicationStack extends PartStack {
  readonly #cluster: eks.ICluster;

  constructor(scope: Construct, id: string, props: ApplicationStackProps) {
    super(scope, id, props);
    const { config, names, cluster } = props;
    this.#cluster = cluster;
    this.#letPodsReachDatabase(props);
    const namespaces = this.#apply(
      "namespaces",
      [config.namespace, names.systemNamespace, names.setupNamespace].map((name) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: meta(name),
      })),
    );
    const crd = this.#apply("crd", [renderCrd() as Manifest]);
    const identities = this.#associate(props);
    const operator = this.#apply(
      "operator",
      renderOperator({
        namespace: names.systemNamespace,
        image: `${props.connections.repository}/operator:${config.image.tag}`,
        watchNamespace: config.namespace,
      }),
      [namespaces, crd, ...identities],
    );
    const secrets = this.#addSecrets(props, namespaces);
    const restart = this.#apply("restart", renderRestart(names.cluster, config.namespace), [namespaces]);
    const certificateArn = config.site.certificateArn ?? this.#certificate(config).certificateArn;
    // The last to come and the first to go: the operator must still be there to end what it holds in AWS.
    this.#apply(
      "pipeline",
      [renderMediaPipeline(config, names, { ...props.connections, certificateArn })],
      [operator, ...secrets, restart],
    );
    this.#tellNextSteps(props);
  }

  #apply(id: string, manifest: readonly Manifest[], after: readonly Construct[] = []): eks.KubernetesManifest {
    const applied = new eks.KubernetesManifest(this, id, {
      cluster: this.#cluster,
      manifest: manifest as unknown as Record<string, unknown>[],
    });
    applied.node.addDependency(...after);
    return applied;
  }

  #associate({ config, names, roles }: ApplicationStackProps): eks.CfnPodIdentityAssociation[] {
    return (Object.keys(roles) as Role[]).map((role) => {
      const isOperator = role === "operator";
      return new eks.CfnPodIdentityAssociation(this, `${role}-identity`, {
        clusterName: this.#cluster.clusterName,
        namespace: isOperator ? names.systemNamespace : config.namespace,
        serviceAccount: isOperator ? operatorName : childName(names.cluster, role),
        roleArn: roles[role].roleArn,
      });
    });
  }

  #addSecrets({ config, names, deliveryKeySecret }: ApplicationStackProps, namespaces: Construct): Construct[] {
    const [namespace, setup] = [config.namespace, names.setupNamespace];
    // A rule of the configuration: where the app knows none, they are given.
    const authorities = config.database.authorities ?? (databaseAuthorities(config.region) as string);
    const stores = this.#apply(
      "secret-stores",
      [renderSecretStore(namespace, config.region), renderSecretStore(setup, config.region)],
      [namespaces],
    );
    const fleets = this.#apply(
      "secrets",
      [
        renderJsonSecret(
          { name: names.databaseSecretOfPods, namespace, secret: names.databaseSecret },
          { url: urlTemplate, [databaseCaKey]: authorities },
        ),
        renderPlainSecret({ name: names.authSecretOfPods, namespace, secret: names.authSecret }, "secret"),
        renderPlainSecret({ name: names.deliverySecretOfPods, namespace, secret: deliveryKeySecret }, "privateKey"),
        ...(config.auth.oidc
          ? [renderPlainSecret({ name: names.oidcSecretOfPods, namespace, secret: names.oidcSecret }, oidcSecretKey)]
          : []),
        ...(config.mail ? [renderPlainSecret({ name: names.mailSecretOfPods, namespace, secret: names.mailSecret }, mailUrlKey)] : []),
      ],
      [stores],
    );
    const [adminSecret, fleetsSecret] = ["database-admin", "database-fleets"];
    const roles = this.#apply(
      "database-roles",
      [
        renderJsonSecret({ name: adminSecret, namespace: setup, secret: names.databaseAdminSecret }),
        renderJsonSecret({ name: fleetsSecret, namespace: setup, secret: names.databaseSecret }),
        ...renderDatabaseRoles({ namespace: setup, adminSecret, fleetsSecret, authorities }),
      ],
      [stores],
    );
    return [fleets, roles];
  }

  /** Here, as neither the database nor the cluster need know of the other. */
  #letPodsReachDatabase({ database }: ApplicationStackProps): void {
    for (const group of database.connections.securityGroups) {
      new ec2.CfnSecurityGroupIngress(this, "database-access", {
        groupId: group.securityGroupId,
        sourceSecurityGroupId: this.#cluster.clusterSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        description: "Pods",
      });
    }
  }

  #certificate({ site, zone }: Config): acm.ICertificate {
    // A rule of the configuration: without a certificate there is a zone.
    const { id: hostedZoneId, name: zoneName } = zone as NonNullable<Config["zone"]>;
    return new acm.Certificate(this, "certificate", {
      domainName: site.webHost,
      subjectAlternativeNames: [site.uploadHost],
      validation: acm.CertificateValidation.fromDns(route53.HostedZone.fromHostedZoneAttributes(this, "zone", { hostedZoneId, zoneName })),
    });
  }

  #tellNextSteps({ config, names, connections, deliveryKeySecret }: ApplicationStackProps): void {
    const tell = (id: string, description: string, value: string): void => void new CfnOutput(this, id, { description, value });
    const { namespace, region, image, site, zone, auth, mail } = config;
    tell(
      "Step1SigningKey",
      "If it is not there yet: the private key that URLs are signed with",
      `aws secretsmanager create-secret --region ${region} --name ${deliveryKeySecret} --secret-string file://delivery.pem`,
    );
    tell(
      "Step1AuthSecret",
      "If it is not there yet: what keys for tokens come from",
      `aws secretsmanager create-secret --region ${region} --name ${names.authSecret} --secret-string "$(openssl rand -base64 48)"`,
    );
    if (auth.oidc) {
      tell(
        "Step1OidcSecret",
        "If it is not there yet: the secret of the identity provider's client, which stands in a file",
        `aws secretsmanager create-secret --region ${region} --name ${names.oidcSecret} --secret-string file://oidc-secret`,
      );
    }
    if (mail) {
      tell(
        "Step1MailSecret",
        "If it is not there yet: the mail server's URL with its password, which stands in a file",
        `aws secretsmanager create-secret --region ${region} --name ${names.mailSecret} --secret-string file://mail-url`,
      );
    }
    const [registry = ""] = connections.repository.split("/");
    if (image.repository === undefined) {
      tell(
        "Step2Login",
        "Let docker push to the repositories in ECR",
        `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
      );
    }
    tell(
      "Step2Images",
      "Build and push the images, each with its own target",
      `for image in ${images.join(" ")}; do docker buildx build --target $image --platform linux/amd64,linux/arm64 --tag ${connections.repository}/$image:${image.tag} --push .; done`,
    );
    tell("Step3Kubectl", "Let kubectl speak to the cluster", `aws eks update-kubeconfig --region ${region} --name ${names.cluster}`);
    tell("Step4Watch", "Watch the pipeline come up", `kubectl --namespace ${namespace} get mediapipeline ${names.cluster} --watch`);
    tell(
      "Step5Site",
      zone ? "Open the site" : `Point ${site.webHost} and ${site.uploadHost} at the load balancer that this names`,
      zone ? `https://${site.webHost}/` : `kubectl --namespace ${namespace} get ingress`,
    );
  }
}
