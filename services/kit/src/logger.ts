import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

/** JSON logs on standard output, one object a line; secrets and signatures never reach it. */
export function createLogger(options: { service: string; level: string }, destination?: DestinationStream): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ["req.headers.authorization", "req.headers.cookie"],
    },
    destination ?? pino.destination({ sync: true }),
  );
}
