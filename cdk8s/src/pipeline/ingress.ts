import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import { healthPaths } from "@mediashare/contract";
import { k8s } from "cdk8s-plus-27";
import { Construct } from "constructs";
import { childName, labelsOf } from "../labels.ts";
import type { PipelineOf } from "./environment.ts";
import { endings } from "./fleet.ts";

type Ingress = NonNullable<MediaPipelineSpec["ingress"]>;

/** The two hosts from outside: the site's, and the upload endpoint's. */
export class IngressConstruct extends Construct {
  constructor(scope: Construct, { name, namespace }: PipelineOf, ingress: Ingress) {
    super(scope, "ingress");
    const { className, webHost, uploadHost, tlsSecretName, annotations } = ingress;
    new k8s.KubeIngress(this, "ingress", {
      metadata: {
        name: childName(name, "public"),
        labels: labelsOf(name),
        annotations: { ...annotationsOf(ingress, `${namespace}-${name}`), ...annotations },
      },
      spec: {
        ingressClassName: className,
        ...(tlsSecretName && { tls: [{ hosts: [webHost, uploadHost], secretName: tlsSecretName }] }),
        rules: [rule(name, "web", webHost), rule(name, "upload", uploadHost)],
      },
    });
  }
}

function rule(pipeline: string, fleet: Fleet, host: string): k8s.IngressRule {
  const backend = { service: { name: childName(pipeline, fleet), port: { name: "http" } } };
  return { host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } };
}

function annotationsOf({ className, certificateArn }: Ingress, group: string): Record<string, string> {
  if (className === "alb") return albAnnotations(group, certificateArn);
  // Large files pass through as they come: a proxy that gathers them first would need their size in disk, and the client would wait.
  if (className === "nginx") {
    return {
      "nginx.ingress.kubernetes.io/proxy-body-size": "0",
      "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "300",
    };
  }
  return {};
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/ */
function albAnnotations(group: string, certificateArn: string | undefined): Record<string, string> {
  const prefix = "alb.ingress.kubernetes.io";
  return {
    [`${prefix}/scheme`]: "internet-facing",
    [`${prefix}/target-type`]: "ip",
    [`${prefix}/group.name`]: group,
    [`${prefix}/healthcheck-path`]: healthPaths.ready,
    [`${prefix}/healthcheck-interval-seconds`]: "10",
    [`${prefix}/healthy-threshold-count`]: "2",
    // A phone's upload may pause for longer than a minute, and the site's event stream is quiet between changes.
    [`${prefix}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=300,routing.http.drop_invalid_header_fields.enabled=true",
    // As long as a pod that ends may go on with the uploads that it has: the load balancer would cut them off.
    [`${prefix}/target-group-attributes`]: `deregistration_delay.timeout_seconds=${endings.upload.graceSeconds}`,
    ...(certificateArn === undefined
      ? { [`${prefix}/listen-ports`]: '[{"HTTP":80}]' }
      : {
          [`${prefix}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
          [`${prefix}/ssl-redirect`]: "443",
          [`${prefix}/ssl-policy`]: "ELBSecurityPolicy-TLS13-1-2-2021-06",
          [`${prefix}/certificate-arn`]: certificateArn,
        }),
  };
}
