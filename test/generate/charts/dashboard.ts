interface Panel {
  readonly title: string;
  readonly description?: string;
  /** Grafana's name of a unit. */
  readonly unit: string;
  /** Expressions by their legends. */
  readonly series: Readonly<Record<string, string>>;
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const of = 'pipeline=~"$pipeline"';
const window = "$__rate_interval";
const rate = (metric: string, by: string, matchers = of): string =>
  `sum by (${by}) (rate(${metric}${matchers === "" ? "" : `{${matchers}}`}[${window}]))`;
const quantile = (share: number, histogram: string, by: string, matchers = of): string =>
  `histogram_quantile(${share}, ${rate(`${histogram}_bucket`, `${by}, le`, matchers)})`;

const rows: readonly Row[] = [
  {
    title: "Work",
    panels: [
      {
        title: "Backlog",
        description: "Seconds of processing that wait or run.",
        unit: "s",
        series: { "{{pipeline}}": `max by (pipeline) (mediashare_operator_backlog_seconds{${of}})` },
      },
      {
        title: "Workers",
        unit: "none",
        series: {
          "{{pipeline}} desired": `max by (pipeline) (mediashare_operator_workers_desired{${of}})`,
          "{{pipeline}} ready": `max by (pipeline) (mediashare_operator_workers_ready{${of}})`,
          "{{pipeline}} tasks": `sum by (pipeline) (mediashare_tasks_in_flight{${of}})`,
        },
      },
      {
        title: "Nodes",
        unit: "none",
        series: {
          "{{pipeline}} {{group}} desired": `max by (pipeline, group) (mediashare_operator_nodes_desired{${of}})`,
          "{{pipeline}} {{group}} ready": `max by (pipeline, group) (mediashare_operator_nodes_ready{${of}})`,
        },
      },
      { title: "Tasks that ended", unit: "ops", series: { "{{kind}} {{outcome}}": rate("mediashare_tasks_total", "kind, outcome") } },
      {
        title: "Time of a task",
        unit: "s",
        series: {
          "{{kind}} half of them": quantile(0.5, "mediashare_task_duration_seconds", "kind"),
          "{{kind}} 95 %": quantile(0.95, "mediashare_task_duration_seconds", "kind"),
        },
      },
      { title: "Video segments encoded", unit: "ops", series: { "{{rendition}}": rate("mediashare_segments_encoded_total", "rendition") } },
    ],
  },
  {
    title: "Uploads and the site",
    panels: [
      { title: "Files", unit: "ops", series: { "{{protocol}} {{outcome}}": rate("mediashare_uploads_total", "protocol, outcome") } },
      { title: "Bytes received", unit: "Bps", series: { "{{protocol}}": rate("mediashare_upload_bytes_total", "protocol") } },
      {
        title: "Messages that wait to be sent to the queue",
        unit: "none",
        series: { "{{pipeline}}": `max by (pipeline) (mediashare_outbox_pending{${of}})` },
      },
      {
        title: "Requests",
        unit: "reqps",
        series: {
          "{{fleet}} {{status}}": rate("mediashare_http_request_duration_seconds_count", "fleet, status", `${of}, route!="other"`),
        },
      },
      {
        title: "Time to answer, 95 %",
        description: "Without event streams, which last as long as a page is open.",
        unit: "s",
        series: {
          "{{fleet}} {{route}}": quantile(
            0.95,
            "mediashare_http_request_duration_seconds",
            "fleet, route",
            `${of}, route!~"other|/v1/events"`,
          ),
        },
      },
      {
        title: "Memory",
        unit: "bytes",
        series: { "{{fleet}} largest": `max by (fleet) (process_resident_memory_bytes{${of}})` },
      },
    ],
  },
  {
    title: "Operator",
    panels: [
      {
        title: "Decisions by their reason",
        unit: "ops",
        series: { "{{reason}}": rate("mediashare_operator_decisions_total", "reason", "") },
      },
      {
        title: "Actions and changes",
        unit: "ops",
        series: {
          "{{type}} {{outcome}}": rate("mediashare_operator_actions_total", "type, outcome", ""),
          "{{verb}} children": rate("mediashare_operator_child_writes_total", "verb", ""),
        },
      },
      {
        title: "Reconciles",
        unit: "ops",
        series: {
          "{{outcome}}": rate("mediashare_operator_reconciles_total", "outcome", ""),
          waiting: "max(mediashare_operator_queue_depth)",
        },
      },
      {
        title: "Time of a reconcile, 95 %",
        unit: "s",
        series: { "95 %": `histogram_quantile(0.95, ${rate("mediashare_operator_reconcile_duration_seconds_bucket", "le", "")})` },
      },
      {
        title: "Requests to the API server",
        unit: "reqps",
        series: { "{{method}} {{code}}": rate("mediashare_operator_kube_requests_total", "method, code", "") },
      },
      { title: "Replicas that lead", unit: "none", series: { leaders: "sum(mediashare_operator_leader)" } },
    ],
  },
];

const columns = 3;
const panelSize = { w: 24 / columns, h: 8 } as const;
const datasource = { type: "prometheus", uid: "$datasource" } as const;

/** A Grafana dashboard of all pipelines and their operator, as Grafana imports it. */
export function renderDashboard(): string {
  let id = 0;
  let y = 0;
  const panels = rows.flatMap(({ title, panels: inRow }) => {
    const head = { id: ++id, type: "row", title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] };
    const top = y + 1;
    y = top + Math.ceil(inRow.length / columns) * panelSize.h;
    const shown = inRow.map((panel, index) =>
      renderPanel(panel, ++id, { x: (index % columns) * panelSize.w, y: top + Math.floor(index / columns) * panelSize.h, ...panelSize }),
    );
    return [head, ...shown];
  });
  const dashboard = {
    uid: "mediashare",
    title: "Mediashare",
    tags: ["mediashare"],
    timezone: "browser",
    schemaVersion: 39,
    refresh: "30s",
    time: { from: "now-3h", to: "now" },
    templating: { list: variables },
    panels,
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

const variables = [
  { name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" },
  {
    name: "pipeline",
    label: "Pipeline",
    type: "query",
    datasource,
    query: { query: "label_values(mediashare_operator_workers_ready, pipeline)", refId: "pipeline" },
    includeAll: true,
    multi: true,
    current: { text: "All", value: "$__all" },
    refresh: 2,
    sort: 1,
  },
];

function renderPanel({ title, description, unit, series }: Panel, id: number, gridPos: object): object {
  return {
    id,
    type: "timeseries",
    title,
    ...(description && { description }),
    datasource,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: "never" } }, overrides: [] },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
    targets: Object.entries(series).map(([legendFormat, expr], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat,
    })),
  };
}
