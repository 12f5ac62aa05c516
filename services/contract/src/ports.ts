/** Default TCP ports. Health endpoints live on the same port as the service. */
export const ports = {
  web: 8080,
  upload: 8081,
  edge: 8082,
  /** The first port for processes that serve only health and metrics: workers count up from here. */
  metrics: 9090,
} as const;
