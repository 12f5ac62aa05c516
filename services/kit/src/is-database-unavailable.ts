/**
 * Whether an error says that Postgres cannot be reached or cannot work just now, so that the same call may succeed later:
 * a lost or refused connection, no free one in time, shutting down or starting up
 * (classes 08, 53, 57P of https://www.postgresql.org/docs/current/errcodes-appendix.html).
 * Storage and queue adapters wrap their own socket errors, so a bare one is the database's.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (
    error.name === "KnexTimeoutError" ||
    (typeof code === "string" && (/^(08|53|57P)/.test(code) || socketErrors.has(code))) ||
    /Connection terminated|Client has encountered a connection error/.test(error.message)
  );
}

const socketErrors = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN"]);
