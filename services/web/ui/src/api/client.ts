/** What the server said when it refused a request (RFC 9457), or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }

  get isUnreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}

/** The problem document in a response's text, or undefined where it is something else. */
export function parseProblem(text: string): Problem | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const field = (name: string) => {
      const found: unknown = Reflect.get(value, name);
      return typeof found === "string" ? { [name]: found } : {};
    };
    return { ...field("code"), ...field("title"), ...field("detail") };
  } catch {
    // Not JSON after all: a proxy's page, cut short.
    return undefined;
  }
}

export function toApiError(status: number, text: string): ApiError {
  const problem = parseProblem(text);
  return new ApiError(status, problem?.code ?? `http_${status}`, problem?.detail ?? problem?.title ?? `HTTP ${status}`);
}

/** Sends a request to the site's own origin; resolves with the parsed body, `undefined` for 204. Throws {@link ApiError}. */
export async function request<Body>(path: string, init: RequestInit = {}): Promise<Body> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, "unreachable", "The server cannot be reached.", { cause });
  }
  if (!response.ok) throw toApiError(response.status, await response.text());
  return (response.status === 204 ? undefined : await response.json()) as Body;
}
