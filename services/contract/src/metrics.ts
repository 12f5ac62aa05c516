/** Names of the Prometheus metrics that other parts read: the operator, alerts, dashboards, the local supervisor. */
export const metricNames = {
  httpRequestSeconds: "mediashare_http_request_duration_seconds",
  uploadBytes: "mediashare_upload_bytes_total",
  uploads: "mediashare_uploads_total",
  outboxPending: "mediashare_outbox_pending",
  taskSeconds: "mediashare_task_duration_seconds",
  tasksInFlight: "mediashare_tasks_in_flight",
  workerPaused: "mediashare_worker_paused",
  tasks: "mediashare_tasks_total",
  segmentsEncoded: "mediashare_segments_encoded_total",
  openTasks: "mediashare_open_tasks",
  oldestTaskSeconds: "mediashare_oldest_task_seconds",
  workPaused: "mediashare_work_paused",
  failedMedia: "mediashare_failed_media",
  storedBytes: "mediashare_stored_bytes",
  webhookAttempts: "mediashare_webhook_attempts_total",
  webhooksPending: "mediashare_webhook_deliveries_pending",
  cloudWatchErrors: "mediashare_cloudwatch_errors_total",
} as const;

/** The workers' metric in CloudWatch that the operator scales by. */
export const cloudWatchMetrics = {
  namespace: "Mediashare",
  taskSeconds: "TaskSeconds",
  pipelineDimension: "Pipeline",
} as const;
