import { createHash } from "node:crypto";
import { containerSecurity, type Manifest } from "@mediashare/cdk8s";
import { meta } from "./meta.ts";

/** Owns every table, and logs in never: whoever of the two login users made something, both may change it. */
export const ownerRole = "mediashare";
/** The first of the two that the password rotates between; AWS makes the second, `fleets_clone`, at the first rotation. */
export const loginUser = "fleets";

/**
 * The URL that pods get, in External Secrets' template language. Every session becomes the owner role. The server's certificate is one
 * of RDS's own authority, which Node does not know: the way is encrypted, and stays within the VPC's security groups.
 */
export const urlTemplate = `postgres://{{ .username }}:{{ .password }}@{{ .host }}:{{ .port }}/{{ .dbname }}?sslmode=no-verify&options=-c%20role%3D${ownerRole}`;

/** Makes the roles where they are missing; once they are there it changes nothing. For psql, with the variables `user` and `password`. */
export const rolesSql = `\\set ON_ERROR_STOP on
SELECT 'CREATE ROLE ${ownerRole} NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${ownerRole}') \\gexec
SELECT format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO ${ownerRole}', current_database()) \\gexec
GRANT USAGE, CREATE ON SCHEMA public TO ${ownerRole};
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'user', :'password') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \\gexec
GRANT ${ownerRole} TO :"user";
`;

const image = "public.ecr.aws/docker/library/postgres:18-alpine";
/** A Job cannot be changed: other SQL is another Job. */
const name = `database-roles-${createHash("sha256").update(rolesSql).digest("hex").slice(0, 8)}`;

export interface DatabaseRolesOptions {
  readonly namespace: string;
  /** Kubernetes Secrets with username, password, host, port and dbname: of the administrator, and of the fleets. */
  readonly adminSecret: string;
  readonly fleetsSecret: string;
}

/** A Job that makes the database's roles. */
export function renderDatabaseRoles({ namespace, adminSecret, fleetsSecret }: DatabaseRolesOptions): Manifest[] {
  const from = (secret: string, key: string) => ({ valueFrom: { secretKeyRef: { name: secret, key } } });
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: meta(name, namespace), data: { "roles.sql": rolesSql } },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: meta(name, namespace),
      spec: {
        // Until the Secrets are there and the database answers.
        backoffLimit: 20,
        template: {
          metadata: { labels: { "app.kubernetes.io/name": name } },
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
                  'exec psql --no-psqlrc --set=user="$FLEETS_USER" --set=password="$FLEETS_PASSWORD" --file=/sql/roles.sql',
                ],
                env: [
                  { name: "PGSSLMODE", value: "require" },
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
                volumeMounts: [{ name: "sql", mountPath: "/sql", readOnly: true }],
              },
            ],
            volumes: [{ name: "sql", configMap: { name } }],
          },
        },
      },
    },
  ];
}
