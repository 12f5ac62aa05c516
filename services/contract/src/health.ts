/** Paths that every process answers; probes, charts and the local supervisor use the same ones. */
export const healthPaths = {
  /** 200 while the process itself works. Never looks at a dependency: a restart would not mend one. */
  live: "/livez",
  /** 200 while the process can take work; 503 with the failing checks while it cannot or is draining. */
  ready: "/readyz",
  /** Prometheus text exposition. */
  metrics: "/metrics",
} as const;

/** Of a worker, for the operator: `POST /drain?seconds=n`, it takes no task for so long; 0 ends that. */
export const drainPath = "/drain";
