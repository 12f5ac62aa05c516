/**
 * Every environment variable that a Mediashare process reads, declared once: `core` parses them, the manifests
 * set them, the reference page lists them. Nothing else in the code reads the environment.
 */
export type EnvKind = "string" | "integer" | "boolean" | "url" | "duration" | "bytes" | "list" | "origins" | "enum" | "certificates";

export interface EnvDeclaration {
  readonly kind: EnvKind;
  /** What it means, with its unit; shown when the value is wrong, and in the reference. */
  readonly description: string;
  /** Absent: the variable is required by the processes that read it. `null`: optional, undefined when unset. */
  readonly default?: string | null;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Of a string, in characters. */
  readonly minLength?: number;
  /** Never logged. */
  readonly secret?: true;
}

export const env = {
  MEDIASHARE_HOST: { kind: "string", default: "0.0.0.0", description: "address to listen on" },
  MEDIASHARE_PORT: { kind: "integer", min: 0, max: 65535, description: "TCP port to listen on; 0 takes any free one" },
  MEDIASHARE_LOG_LEVEL: {
    kind: "enum",
    values: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    default: "info",
    description: "least severe level that is logged",
  },
  MEDIASHARE_SHUTDOWN_GRACE: {
    kind: "duration",
    default: "25s",
    description: "time from SIGTERM until work that has not ended is let go",
  },
  MEDIASHARE_SITE_ORIGINS: {
    kind: "origins",
    default: "http://localhost:8080",
    description: "origins (scheme://host:port) of the web site: browsers on other origins are refused",
  },
  MEDIASHARE_UPLOAD_URL: {
    kind: "url",
    default: "http://localhost:8081",
    description: "public URL of the upload endpoint, which the site sends files to",
  },

  MEDIASHARE_AUTH_SECRET: {
    kind: "string",
    secret: true,
    minLength: 32,
    description:
      "at least 32 random characters (openssl rand -base64 48), the same for web and upload: keys for tokens, and for what is kept encrypted, come from it",
  },

  MEDIASHARE_SIGN_UP: {
    kind: "enum",
    values: ["closed", "invitation", "open"],
    default: "invitation",
    description: "who may make an account after the first: nobody, who was invited, or anybody",
  },
  MEDIASHARE_OIDC_ISSUER: {
    kind: "string",
    default: null,
    description:
      "identity provider to sign in by (OpenID Connect), exactly as it names itself, such as https://login.example.org/realms/photos; unset: passwords only",
  },
  MEDIASHARE_OIDC_CLIENT_ID: { kind: "string", default: null, description: "id of the client that the provider has for the site" },
  MEDIASHARE_OIDC_CLIENT_SECRET: { kind: "string", secret: true, default: null, description: "secret of that client" },
  MEDIASHARE_OIDC_NAME: {
    kind: "string",
    default: "your organisation",
    description: "name of the provider, on the button: Continue with …",
  },
  MEDIASHARE_OIDC_DOMAINS: {
    kind: "list",
    default: "",
    description: "domains of the e-mail addresses, verified ones, that may sign in by it; empty: any",
  },
  MEDIASHARE_OIDC_SIGN_UP: {
    kind: "enum",
    values: ["closed", "invitation", "open"],
    default: null,
    description: "who may make an account by it; unset: as MEDIASHARE_SIGN_UP",
  },
  MEDIASHARE_OIDC_ADMIN_CLAIM: {
    kind: "string",
    default: null,
    description: "claim=value, such as groups=photo-admins: whose claim has the value becomes an administrator when they sign in",
  },
  MEDIASHARE_DEFAULT_QUOTA: {
    kind: "bytes",
    default: null,
    description: "how much a new account may store; unset: as much as there is room for",
  },
  MEDIASHARE_SMTP_URL: {
    kind: "url",
    default: null,
    secret: true,
    description: "mail server, as smtp://user:password@host:587 or smtps://…; unset: administrators hand links on themselves",
  },
  MEDIASHARE_MAIL_FROM: { kind: "string", default: "Mediashare <mediashare@localhost>", description: "sender of the site's mail" },
  MEDIASHARE_TRUSTED_PROXIES: {
    kind: "integer",
    min: 0,
    max: 10,
    default: "0",
    description: "load balancers in front that add to X-Forwarded-For: limits are counted by the address that the last of them saw",
  },

  MEDIASHARE_DATABASE_URL: { kind: "url", secret: true, description: "Postgres, as postgres://user:password@host:5432/database" },
  MEDIASHARE_DATABASE_CA: {
    kind: "certificates",
    default: null,
    description:
      "PEM of the authorities of which one must have signed the database's certificate: with it, certificate and host name are verified; unset: the URL's sslmode decides",
  },
  MEDIASHARE_DATABASE_POOL: { kind: "integer", min: 2, max: 200, default: "10", description: "Postgres connections a process may hold" },

  MEDIASHARE_STORAGE: {
    kind: "enum",
    values: ["disk", "s3"],
    default: "s3",
    description: "where objects are kept: s3, or a folder on disk",
  },
  MEDIASHARE_STORAGE_PATH: { kind: "string", default: null, description: "folder for objects when MEDIASHARE_STORAGE is disk" },
  MEDIASHARE_ORIGINALS_BUCKET: { kind: "string", default: "originals", description: "bucket (or folder) of the originals" },
  MEDIASHARE_RENDITIONS_BUCKET: { kind: "string", default: "renditions", description: "bucket (or folder) of everything made of them" },
  MEDIASHARE_RENDITIONS_STORAGE_CLASS: {
    kind: "string",
    default: null,
    description: "S3 storage class of the renditions, such as ONEZONE_IA; unset: the bucket's own",
  },
  MEDIASHARE_S3_ENDPOINT: { kind: "url", default: null, description: "S3 endpoint, for servers other than AWS" },
  MEDIASHARE_S3_PATH_STYLE: { kind: "boolean", default: "false", description: "address buckets by path instead of by host name" },
  MEDIASHARE_REGION: { kind: "string", default: "us-east-1", description: "AWS region of buckets and queues" },

  MEDIASHARE_QUEUE_URL: { kind: "url", description: "URL of the SQS queue for tasks" },
  MEDIASHARE_DEAD_LETTER_QUEUE_URL: { kind: "url", description: "URL of the SQS queue that the task queue's failures go to" },
  MEDIASHARE_STORAGE_EVENTS_QUEUE_URL: {
    kind: "url",
    default: null,
    description: "URL of the SQS queue with S3's ObjectCreated events of the originals bucket: files put under inbox/{owner}/ become media",
  },
  MEDIASHARE_QUEUE_ENDPOINT: { kind: "url", default: null, description: "SQS endpoint, for servers other than AWS" },
  MEDIASHARE_QUEUE_VISIBILITY: {
    kind: "duration",
    default: "60s",
    description: "how long a received message stays hidden; renewed while its task runs",
  },

  MEDIASHARE_DELIVERY_URL: {
    kind: "url",
    default: "http://localhost:8082",
    description: "public URL of the CDN (or local edge) that delivers renditions",
  },
  MEDIASHARE_DELIVERY_KEY_PAIR_ID: { kind: "string", description: "CloudFront key pair id that signed URLs name" },
  MEDIASHARE_DELIVERY_PRIVATE_KEY: { kind: "string", secret: true, description: "PEM of the private key that signs delivery URLs" },
  MEDIASHARE_DELIVERY_PUBLIC_KEY: { kind: "string", description: "PEM of the public key that the local edge verifies with" },
  MEDIASHARE_DELIVERY_URL_TTL: {
    kind: "duration",
    default: "6h",
    description: "how long a signed delivery URL works at least; at most twice as long",
  },
  MEDIASHARE_SHARE_URL_TTL: {
    kind: "duration",
    default: "3m",
    description: "the same for URLs of shared media: how long they outlive a link or membership that was taken away",
  },

  MEDIASHARE_MAX_UPLOAD_SIZE: { kind: "bytes", default: "50GiB", description: "largest file that is accepted" },
  MEDIASHARE_MAX_FILES_PER_REQUEST: {
    kind: "integer",
    min: 1,
    max: 1000,
    default: "100",
    description: "most files in one POST /v1/media",
  },
  MEDIASHARE_UPLOAD_PART_SIZE: {
    kind: "bytes",
    default: "8MiB",
    description: "size of a multipart part: memory per running upload is at most four of them",
  },
  MEDIASHARE_UPLOAD_EXPIRY: { kind: "duration", default: "7d", description: "how long an unfinished resumable upload is kept" },
  MEDIASHARE_TRASH_RETENTION: { kind: "duration", default: "30d", description: "how long what was deleted can be restored from the trash" },
  MEDIASHARE_SWEEP_INTERVAL: { kind: "duration", default: "30s", description: "pause between the sweeps that mend what a crash left" },

  MEDIASHARE_MAP_TILES_URL: {
    kind: "string",
    default: null,
    description:
      "tiles for the map of the site, as https://tiles.example.org/{z}/{x}/{y}.png: browsers ask that server for where they look; unset: outlines of countries, which come with the site",
  },
  MEDIASHARE_MAP_TILES_ATTRIBUTION: {
    kind: "string",
    default: null,
    description: "whom the tiles are by, as their licence wants it said beside the map; https addresses in it become links",
  },

  MEDIASHARE_SCALING_URL: {
    kind: "url",
    default: null,
    description:
      "where whoever scales the workers reports its latest decision, as JSON, by http: or as a file: URL; unset: the site shows none",
  },
  MEDIASHARE_WEBHOOK_PRIVATE_TARGETS: {
    kind: "boolean",
    default: "false",
    description: "whether webhooks may go to http: URLs and to private, loopback and link-local addresses: for development only",
  },

  MEDIASHARE_WORKER_CONCURRENCY: { kind: "integer", min: 1, max: 64, default: "1", description: "tasks that one worker runs at once" },
  MEDIASHARE_LEASE_DURATION: { kind: "duration", default: "30s", description: "how long a task's lease lasts; renewed while it runs" },
  MEDIASHARE_TASK_MAX_ATTEMPTS: {
    kind: "integer",
    min: 1,
    max: 20,
    default: "4",
    description: "runs of a task that may end in a passing error before its media fails",
  },
  MEDIASHARE_SCRATCH_PATH: { kind: "string", default: null, description: "folder for a task's bounded scratch files; unset: the system's" },
  MEDIASHARE_FFMPEG_PATH: { kind: "string", default: "ffmpeg", description: "ffmpeg to run" },
  MEDIASHARE_FFPROBE_PATH: { kind: "string", default: "ffprobe", description: "ffprobe to run" },
  MEDIASHARE_DECODER_MEMORY: { kind: "bytes", default: "3GiB", description: "memory that one decoder process may use" },
  MEDIASHARE_IMAGE_FORMAT: {
    kind: "enum",
    values: ["webp", "avif"],
    default: "webp",
    description: "modern format of image renditions; JPEG is always made beside it",
  },
  MEDIASHARE_MAX_IMAGE_PIXELS: {
    kind: "integer",
    min: 1_000_000,
    max: 2_000_000_000,
    default: "250000000",
    description: "largest image, in pixels over all frames, that is decoded",
  },
  MEDIASHARE_MAX_VIDEO_DURATION: { kind: "duration", default: "12h", description: "longest video that is processed" },

  MEDIASHARE_DATA_PATH: { kind: "string", default: ".data", description: "folder where `npm start` keeps everything" },
  MEDIASHARE_WEB_PORT: { kind: "integer", min: 1, max: 65535, default: "8080", description: "port of the site, for `npm start`" },
  MEDIASHARE_UPLOAD_PORT: {
    kind: "integer",
    min: 1,
    max: 65535,
    default: "8081",
    description: "port of the upload endpoint, for `npm start`",
  },
  MEDIASHARE_EDGE_PORT: { kind: "integer", min: 1, max: 65535, default: "8082", description: "port of the local edge, for `npm start`" },
  MEDIASHARE_WORKERS_MAX: {
    kind: "integer",
    min: 1,
    max: 256,
    default: null,
    description: "most worker processes that `npm start` runs; unset: one per core",
  },
  MEDIASHARE_OPEN_BROWSER: {
    kind: "boolean",
    default: "true",
    description: "whether `npm start` opens the site when it runs in a terminal",
  },

  MEDIASHARE_PIPELINE: {
    kind: "string",
    default: null,
    description: "<namespace>/<name> of the MediaPipeline: workers publish their task seconds to CloudWatch under it; unset: they do not",
  },
  MEDIASHARE_AWS_ENDPOINT: {
    kind: "url",
    default: null,
    description: "endpoint of CloudWatch and of what else the operator asks of AWS, for servers other than AWS",
  },
  MEDIASHARE_WATCH_NAMESPACE: {
    kind: "string",
    default: null,
    description: "namespace whose MediaPipelines the operator runs; unset: those of all namespaces",
  },
  MEDIASHARE_OPERATOR_NAMESPACE: {
    kind: "string",
    default: "default",
    description: "namespace of the operator itself, where its Lease is",
  },
  MEDIASHARE_RECONCILE_CONCURRENCY: {
    kind: "integer",
    min: 1,
    max: 256,
    default: "16",
    description: "MediaPipelines that the operator reconciles at once",
  },
} as const satisfies Record<string, EnvDeclaration>;

export type EnvName = keyof typeof env;
