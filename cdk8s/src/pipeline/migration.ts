import { createHash } from "node:crypto";
import { type Fleet, fleets } from "@mediashare/api";
import { migrationProgram } from "@mediashare/contract";
import { k8s } from "cdk8s-plus-27";
import { Construct } from "constructs";
import { childName, labelsOf } from "../labels.ts";
import { containerSecurity, podSecurity } from "../pod-security.ts";
import { type PipelineOf, renderMigrationEnvironment } from "./environment.ts";
import { imageOf, pullSecretsOf } from "./images.ts";
import { workerToleration } from "./placement.ts";

/** `app.kubernetes.io/component` of the Job and of its pod. */
export const migrationComponent = "migrate" as const;

/**
 * The Job that brings the database's schema up to date, once a release: its name ends in a hash of what it runs, so that another image
 * is another Job. It may run twice, or beside another: the program takes turns, and does what is missing.
 */
export class MigrationConstruct extends Construct {
  constructor(scope: Construct, pipeline: PipelineOf) {
    super(scope, "migration");
    const { name } = pipeline;
    const spec = jobSpec(pipeline);
    const hash = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 8);
    new k8s.KubeJob(this, "job", {
      metadata: { name: childName(name, `${migrationComponent}-${hash}`), labels: labelsOf(name, migrationComponent) },
      spec,
    });
  }
}

function jobSpec(pipeline: PipelineOf): k8s.JobSpec {
  const { name, spec } = pipeline;
  // Every fleet's image has the program, and nodes pull this one anyway.
  const fleet = fleets.find((each) => spec[each]) as Fleet;
  const { nodeSelector, tolerations = [] } = spec[fleet] ?? {};
  return {
    // About a month of tries: a database that comes late is no reason to give up, and what is wrong shows in the pipeline's status.
    backoffLimit: 10_000,
    template: {
      metadata: { labels: labelsOf(name, migrationComponent) },
      spec: {
        restartPolicy: "OnFailure",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: podSecurity,
        ...(nodeSelector && { nodeSelector }),
        tolerations: [workerToleration, ...(tolerations as k8s.Toleration[])],
        ...pullSecretsOf(spec),
        containers: [
          {
            name: migrationComponent,
            ...imageOf(spec, fleet),
            args: [migrationProgram],
            env: renderMigrationEnvironment(spec),
            resources: {
              requests: { cpu: k8s.Quantity.fromString("50m"), memory: k8s.Quantity.fromString("128Mi") },
              limits: { memory: k8s.Quantity.fromString("512Mi") },
            },
            securityContext: containerSecurity,
          },
        ],
      },
    },
  };
}
