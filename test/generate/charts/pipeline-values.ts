import { fleets } from "@mediashare/api";
import { backendsSpec, publicBackendImages } from "@mediashare/cdk8s";
import { ports } from "@mediashare/contract";
import { z } from "zod";
import { podMonitor, prometheusRule } from "./monitoring-values.ts";
import { defaultsOf } from "./values-file.ts";
import { ofPipelineSpec, ofZod, onlyRequired, type ValuesSchema, withoutRequired } from "./values-schema.ts";

const image = (name: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `Image of ${name}; left out: image.repository and image.tag with /${name} between them.` });
const publicImage = (what: string, name: string) =>
  z
    .string()
    .min(1)
    .default(name)
    .meta({ description: `Image of ${what}.` });
const url = (defaultUrl: string, description: string) =>
  z
    .string()
    .regex(/^https?:\/\/[^\s/]+$/)
    .default(defaultUrl)
    .meta({ description });

const developmentBackends = z
  .strictObject({
    enabled: z.boolean().default(false).meta({
      description:
        "Makes Postgres, an S3 server, an SQS server and an edge beside the pipeline, with Secrets of their own, and leads the pipeline to them. For development: not for production.",
    }),
    images: z
      .strictObject({
        postgres: publicImage("Postgres", publicBackendImages.postgres),
        s3: publicImage("the S3 server", publicBackendImages.s3),
        sqs: image("sqs"),
        edge: image("edge"),
      })
      .prefault({})
      .meta({ description: "What they run." }),
    deliveryUrl: url(`http://localhost:${ports.edge}`, "Where browsers find the edge."),
    siteOrigin: url(`http://localhost:${ports.web}`, "Where browsers find the site."),
    volumes: z
      .strictObject({
        size: z
          .string()
          .regex(/^([0-9]+(\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?)?$/)
          .default("")
          .meta({ description: "Such as 10Gi: data is on volumes, which outlive pods and `helm uninstall`; empty: it ends with its pod." }),
        storageClassName: z.string().default("").meta({ description: "Of the volumes; empty: the cluster's default." }),
      })
      .prefault({})
      .meta({ description: "Where data is kept." }),
  })
  .prefault({})
  .meta({ description: "What a pipeline needs beside a cluster, for development." });

const more = z.strictObject({
  developmentBackends,
  podMonitor,
  prometheusRule,
  test: z
    .strictObject({
      timeoutSeconds: z
        .int()
        .min(1)
        .max(3600)
        .default(120)
        .meta({ description: "How long `helm test` waits for the pipeline to be ready." }),
    })
    .prefault({})
    .meta({ description: "The check that `helm test` runs." }),
});

/** What the development backends know by themselves. */
const ofBackends = Object.keys(backendsSpec({ name: "", namespace: "", deliveryUrl: "" }));

/** The fields of a MediaPipeline's spec, which are values of the chart by the same names. */
export const specFields: readonly string[] = Object.keys(ofPipelineSpec().properties ?? {});

/** The values of charts/mediashare as people read of them: a spec, and the chart's own. */
export function pipelineValues(): ValuesSchema {
  const { properties = {}, ...spec } = ofPipelineSpec();
  const { image, ...others } = properties;
  return {
    ...spec,
    description: "The values of charts/mediashare.",
    properties: { image: ofImage(image as ValuesSchema), ...others, ...ofZod(more).properties },
  };
}

/** The same as Helm holds them to it: what the development backends know is required only where there are none. */
export function pipelineValuesSchema(): ValuesSchema {
  const { required = [], properties = {}, ...values } = pipelineValues();
  const relaxed = Object.entries(properties).map(([name, schema]) => [name, isOfBackends(name) ? withoutRequired(schema) : schema]);
  const full = onlyRequired(ofPipelineSpec()).properties ?? {};
  const hasBackends = {
    required: ["developmentBackends"],
    properties: { developmentBackends: { required: ["enabled"], properties: { enabled: { const: true } } } },
  };
  return {
    ...values,
    required: required.filter((name) => !isOfBackends(name)),
    properties: Object.fromEntries(relaxed),
    if: hasBackends,
    else: {
      required: required.filter(isOfBackends),
      properties: Object.fromEntries(Object.entries(full).filter(([name]) => isOfBackends(name))),
    },
  };
}

/** All three fleets; of the spec's other fields only what is given is passed on. */
export function pipelineDefaults(schema: ValuesSchema): Readonly<Record<string, unknown>> {
  const own = Object.entries(defaultsOf(schema)).filter(([name]) => !specFields.includes(name));
  return { image: {}, ...Object.fromEntries(fleets.map((fleet) => [fleet, {}])), ...Object.fromEntries(own) };
}

/** The tag is the chart's appVersion unless it is given. */
function ofImage({ required = [], properties = {}, ...rest }: ValuesSchema): ValuesSchema {
  const tag = { ...properties["tag"], description: "Tag of all images; left out: the chart's appVersion." };
  return { ...rest, required: required.filter((name) => name !== "tag"), properties: { ...properties, tag } };
}

function isOfBackends(name: string): boolean {
  return ofBackends.includes(name);
}
