import { createHash } from "node:crypto";
import { containerSecurity, type Manifest } from "@mediashare/cdk8s";
import { meta } from "./meta.ts";

/** Owns every table, and logs in never: whoever of the two login users made something, both may change it. */
export const ownerRole = "mediashare";
/** The first of the two that the password rotates between; AWS makes the second, `fleets_clone`, at the first rotation. */
export const loginUser = "fleets";

/**
 * The URL that pods get, in External Secrets' template language. Every session becomes the owner role. Whose the server's certificate
 * must be, pods are told beside it: RDS has authorities of its own, which Node does not know.
 */
export const urlTemplate = `postgres://{{ .username }}:{{ .password }}@{{ .host }}:{{ .port }}/{{ .dbname }}?sslmode=verify-full&options=-c%20role%3D${ownerRole}`;

/** Makes the roles where they are missing; once they are there it changes nothing. For psql, with the variables `user` and `password`. */
export const rolesSql = `\\set ON_ERROR_STOP on
SELECT 'CREATE ROLE ${ownerRole} NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${ownerRole}') \\gexec
SELECT format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO ${ownerRole}', current_database()) \\gexec
GRANT USAGE, CREATE ON SCHEMA public TO ${ownerRole};
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'user', :'password') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \\gexec
GRANT ${ownerRole} TO :"user";
`;

const image = "public.ecr.aws/docker/library/postgres:18-alpine";
const base = "database-roles";

export interface DatabaseRolesOptions {
  readonly namespace: string;
  /** Kubernetes Secrets with username, password, host, port and dbname: of the administrator, and of the fleets. */
  readonly adminSecret: string;
  readonly fleetsSecret: string;
  /** PEM of the authorities that the server's certificate may be of. */
  readonly authorities: string;
}

/** A Job that makes the database's roles, and what it reads. A Job cannot be changed: one that does something else has another name. */
export function renderDatabaseRoles({ namespace, authorities, ...secrets }: DatabaseRolesOptions): Manifest[] {
  const data = { "roles.sql": rolesSql, "ca.crt": authorities };
  const spec = jobSpec(secrets);
  const hash = createHash("sha256").update(JSON.stringify({ data, spec })).digest("hex").slice(0, 8);
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: meta(base, namespace), data },
    { apiVersion: "batch/v1", kind: "Job", metadata: meta(`${base}-${hash}`, namespace), spec },
  ];
}

function jobSpec({ adminSecret, fleetsSecret }: Pick<DatabaseRolesOptions, "adminSecret" | "fleetsSecret">) {
  const from = (secret: string, key: string) => ({ valueFrom: { secretKeyRef: { name: secret, key } } });
  return {
    // Until the Secrets are there and the database answers.
    backoffLimit: 20,
    template: {
      metadata: { labels: { "app.kubernetes.io/name": base } },
      spec: {
        restartPolicy: "OnFailure",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, runAsUser: 70, runAsGroup: 70, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "psql",
            image,
            command: [
              "sh",
              "-c",
              'exec psql --no-psqlrc --set=user="$FLEETS_USER" --set=password="$FLEETS_PASSWORD" --file=/setup/roles.sql',
            ],
            env: [
              { name: "PGSSLMODE", value: "verify-full" },
              { name: "PGSSLROOTCERT", value: "/setup/ca.crt" },
              { name: "PGHOST", ...from(adminSecret, "host") },
              { name: "PGPORT", ...from(adminSecret, "port") },
              { name: "PGDATABASE", ...from(fleetsSecret, "dbname") },
              { name: "PGUSER", ...from(adminSecret, "username") },
              { name: "PGPASSWORD", ...from(adminSecret, "password") },
              { name: "FLEETS_USER", ...from(fleetsSecret, "username") },
              { name: "FLEETS_PASSWORD", ...from(fleetsSecret, "password") },
            ],
            resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
            securityContext: containerSecurity,
            volumeMounts: [{ name: "setup", mountPath: "/setup", readOnly: true }],
          },
        ],
        volumes: [{ name: "setup", configMap: { name: base } }],
      },
    },
  };
}
