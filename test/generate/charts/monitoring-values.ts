import { z } from "zod";

const labels = (description: string) => z.record(z.string(), z.string()).default({}).meta({ description });
const enabled = (description: string) => z.boolean().default(false).meta({ description });

const monitor = (kind: string) =>
  z
    .strictObject({
      enabled: enabled(`Makes a ${kind}; it needs the Prometheus Operator's resources in the cluster.`),
      interval: z
        .string()
        .regex(/^[0-9]+(ms|s|m)$/, "write a duration such as 30s")
        .default("30s")
        .meta({ description: "How often Prometheus asks." }),
      labels: labels("Further labels, such as the one by which your Prometheus chooses what it scrapes."),
    })
    .prefault({})
    .meta({ description: "How Prometheus finds the metrics." });

export const serviceMonitor = monitor("ServiceMonitor");
export const podMonitor = monitor("PodMonitor");

export const prometheusRule = z
  .strictObject({
    enabled: enabled("Makes a PrometheusRule; it needs the Prometheus Operator's resources in the cluster."),
    labels: labels("Further labels, such as the one by which your Prometheus chooses its rules."),
  })
  .prefault({})
  .meta({ description: "Alerts." });

export const dashboard = z
  .strictObject({
    enabled: enabled("Makes a ConfigMap with a dashboard, which the sidecar of Grafana's chart finds by its label."),
    labels: z
      .record(z.string(), z.string())
      .default({ grafana_dashboard: "1" })
      .meta({ description: "Labels by which Grafana's sidecar finds it." }),
  })
  .prefault({})
  .meta({ description: "A Grafana dashboard." });
