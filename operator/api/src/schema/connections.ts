import { z } from "zod";
import { annotations, hostName, secretKeyRef, url } from "./common.ts";
import { immutable, ruled, text } from "./rules.ts";

const httpUrl = url(/^https?:\/\/[^\s/]+(\/\S*)?$/, "write a URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/tasks");
const bucket = text(63).regex(/^[a-z0-9][a-z0-9.-]+[a-z0-9]$/, "write a bucket's name: lower-case letters, digits, dots and hyphens");
export const image = z
  .strictObject({
    repository: text(512).meta({
      description: "Registry and path before the fleet's name: REPOSITORY/upload:TAG, REPOSITORY/worker:TAG, REPOSITORY/web:TAG.",
    }),
    tag: text(128).meta({ description: "Tag of all images: a release's version, such as 0.1.0." }),
    pullPolicy: z
      .enum(["Always", "IfNotPresent", "Never"])
      .optional()
      .meta({ description: "When a node pulls an image, as of a container; left out: IfNotPresent, and Always for the tag latest." }),
    pullSecrets: z.array(text(253)).max(8).optional().meta({
      description: "Names of Secrets in the pipeline's namespace with the credentials of a private registry.",
      "x-kubernetes-list-type": "set",
    }),
  })
  .meta({ description: "Where the fleets' images come from." });

export const storage = z
  .strictObject({
    originals: z
      .strictObject({ bucket: bucket.meta({ description: "Name of the S3 bucket: lower-case letters, digits, dots and hyphens." }) })
      .meta({ description: "Where uploaded files are kept as they came." }),
    renditions: z
      .strictObject({
        bucket: bucket.meta({ description: "Name of the S3 bucket." }),
        storageClass: z
          .enum(["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY"])
          .optional()
          .meta({
            description:
              "Storage class of what is written; left out: the bucket's own. Renditions can be made again, so a cheaper one may do.",
          }),
      })
      .meta({ description: "Where everything that is made of the originals is kept." }),
    endpoint: httpUrl.optional().meta({ description: "URL of an S3 server other than AWS, such as http://s3.storage.svc:7070." }),
    pathStyle: z
      .boolean()
      .default(false)
      .meta({ description: "Address buckets by path instead of by host name, as most S3 servers other than AWS want it." }),
  })
  .meta({ description: "The buckets." });

export const queue = ruled(
  z.strictObject({
    url: immutable(
      httpUrl,
      "URL of the SQS queue of tasks, a standard one with a redrive policy to deadLetterUrl. It cannot be changed: tasks on the old queue would be lost sight of.",
      "the queue of a pipeline cannot be changed; make a second MediaPipeline, and delete this one when its queue is empty",
    ),
    deadLetterUrl: immutable(
      httpUrl,
      "URL of the SQS queue of tasks that could not be done: their media become failed, with a reason. It cannot be changed.",
      "the dead-letter queue of a pipeline cannot be changed; make a second MediaPipeline, and delete this one when its queue is empty",
    ),
    storageEventsUrl: httpUrl.optional().meta({
      description: "URL of the SQS queue with the ObjectCreated events of the originals bucket: files put under inbox/OWNER/ become media.",
    }),
    endpoint: httpUrl.optional().meta({ description: "URL of an SQS server other than AWS." }),
  }),
  "The queues.",
  [
    {
      cel: "self.url != self.deadLetterUrl",
      message: "url and deadLetterUrl name the same queue; give the URL of the dead-letter queue as deadLetterUrl",
      holds: ({ url, deadLetterUrl }) => url !== deadLetterUrl,
    },
  ],
);

export const database = z
  .strictObject({
    secretRef: secretKeyRef("Secret with the URL of Postgres: postgres://user:password@host:5432/database.", "url"),
    caRef: secretKeyRef(
      "Secret with the PEM of the authorities of which one must have signed Postgres' certificate. With it, certificate and host name are verified; left out: the URL's sslmode decides.",
      "ca.crt",
    ).optional(),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(5432)
      .meta({ description: "TCP port of Postgres, which the network policies let pods reach. Write it if the URL has another one." }),
    poolSize: z
      .int()
      .min(2)
      .max(200)
      .optional()
      .meta({ description: "Connections that a pod may hold: pods × poolSize must stay below Postgres' max_connections. Left out: 10." }),
  })
  .meta({ description: "The relational database." });

export const delivery = ruled(
  z.strictObject({
    domain: hostName.optional().meta({ description: "Host name of the CloudFront distribution, such as media.example.org." }),
    url: httpUrl
      .optional()
      .meta({ description: "Instead of domain: the public URL of another edge that checks signed URLs, such as http://localhost:8082." }),
    keyPairId: text(128).meta({ description: "Id of the CloudFront public key that signed URLs name." }),
    privateKeyRef: secretKeyRef("Secret with the PEM of the private key that signs URLs.", "privateKey"),
  }),
  "The CDN that delivers the media.",
  [
    {
      cel: "has(self.domain) != has(self.url)",
      message: "write either domain (a CloudFront distribution's) or url (another edge's)",
      holds: ({ domain, url: other }) => (domain === undefined) !== (other === undefined),
    },
  ],
);

export const mail = z
  .strictObject({
    urlRef: secretKeyRef("Secret with the mail server's URL: smtp://user:password@host:587, or smtps:// for TLS from the start.", "url"),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .meta({ description: "TCP port of that URL, which the network policies let the site reach." }),
    from: text(320).meta({ description: "Sender of the site's mail, such as Photos <photos@example.org>." }),
  })
  .meta({
    description:
      "The mail server for invitations and forgotten passwords. Only the fleet web sends mail. Left out: administrators hand links on themselves.",
  });

export const ingress = ruled(
  z.strictObject({
    className: text(253).default("alb").meta({
      description:
        "Name of an IngressClass. alb (AWS Load Balancer Controller) and nginx (ingress-nginx) get the annotations that large uploads need; others get none.",
    }),
    webHost: hostName.meta({ description: "Public host name of the site, such as photos.example.org." }),
    uploadHost: hostName.meta({ description: "Public host name of the upload endpoint, such as upload.photos.example.org." }),
    certificateArn: text(2048).optional().meta({
      description: "ARN of the ACM certificate of both hosts, for the class alb; without a certificate the hosts are served by plain HTTP.",
    }),
    tlsSecretName: text(253).optional().meta({ description: "Secret with the TLS certificate of both hosts, for other classes." }),
    annotations: annotations
      .optional()
      .meta({ description: "Further annotations of the Ingress; they win over what the pipeline sets itself." }),
  }),
  "How the site and the upload endpoint are reached from outside; left out: only within the cluster, and by port-forward.",
  [
    {
      cel: "self.webHost != self.uploadHost",
      message: "webHost and uploadHost are the same; the upload endpoint has a host name of its own",
      holds: ({ webHost, uploadHost }) => webHost !== uploadHost,
    },
    {
      cel: "!(has(self.certificateArn) && has(self.tlsSecretName))",
      message: "write certificateArn (class alb) or tlsSecretName (other classes), not both",
      holds: ({ certificateArn, tlsSecretName }) => certificateArn === undefined || tlsSecretName === undefined,
    },
  ],
);
