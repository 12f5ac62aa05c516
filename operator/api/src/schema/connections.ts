import { z } from "zod";
import { annotations, secretKeyRef } from "./common.ts";
import { immutable, ruled, text } from "./rules.ts";

const url = (pattern: RegExp, hint: string) => z.string().max(2048).regex(pattern, hint);
const httpUrl = url(/^https?:\/\/[^\s/]+(\/\S*)?$/, "write a URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/tasks");
const bucket = text(63).regex(/^[a-z0-9][a-z0-9.-]+[a-z0-9]$/, "write a bucket's name: lower-case letters, digits, dots and hyphens");
const hostName = text(253).regex(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  "write a host name without scheme and path, such as media.example.org",
);

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

const oidc = z
  .strictObject({
    issuer: url(/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, "write the provider's https: URL, without a query").meta({
      description:
        "URL of the provider, exactly as it names itself, such as https://login.example.org/realms/photos. Its client for the site gets the redirect URI https://WEBHOST/v1/oidc/callback.",
    }),
    clientId: text(512).meta({ description: "Id of the client that the provider has for the site." }),
    clientSecretRef: secretKeyRef("Secret with the secret of that client.", "clientSecret"),
    name: text(64).default("your organisation").meta({ description: "Name of the provider, which the button says: Continue with NAME." }),
    domains: z.array(hostName).max(32).optional().meta({
      description: "Domains of the e-mail addresses, verified ones, that may sign in by it; left out: any.",
      "x-kubernetes-list-type": "set",
    }),
    signUp: z
      .enum(["Closed", "Invitation", "Open"])
      .optional()
      .meta({ description: "Who may make an account by it; left out: as auth.signUp." }),
    adminClaim: z
      .string()
      .max(256)
      .regex(/^[^=]+=.+$/, "write CLAIM=VALUE, such as groups=photo-admins")
      .optional()
      .meta({ description: "CLAIM=VALUE, such as groups=photo-admins: whose claim has the value becomes an administrator at signing in." }),
  })
  .meta({
    description:
      "An identity provider that people may sign in by (OpenID Connect), beside their passwords. An account is found by its e-mail address only where the provider has verified it.",
  });

export const auth = z
  .strictObject({
    secretRef: secretKeyRef(
      "Secret with at least 32 random characters (openssl rand -base64 48), which keys for tokens come from. Another value ends upload tokens that were handed out, and webhooks need new signing secrets; passwords, sessions and API tokens stay.",
      "secret",
    ),
    signUp: z.enum(["Closed", "Invitation", "Open"]).default("Invitation").meta({
      description: "Who may make an account after the first visitor, who becomes the administrator: nobody, who was invited, or anybody.",
    }),
    oidc: oidc.optional(),
  })
  .meta({ description: "How people and programs say who they are. Needed by the fleets web and upload." });

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
