import createOpenApiClient, { type Client } from "openapi-fetch";
import { failedAnswer, UnexpectedAnswerError, UnreachableError } from "./client-errors.ts";
import type { paths } from "./openapi.ts";

/** What the site's origin serves. Files go to the upload endpoint: `uploadFile`. */
export type SitePaths = {
  [P in keyof paths as P extends `/v1/tus${string}` ? never : P]: P extends "/v1/media" ? Omit<paths[P], "post"> : paths[P];
};

/** A request that is being prepared should not find its token expired when it arrives. */
const expiryMarginMs = 2 * 60_000;

export interface ClientOptions {
  /** Of the site, such as `https://photos.example.org`. */
  readonly url: string;
  /** An API token, or who gives one for each request. Left out: a browser's session speaks for itself. */
  readonly token?: string | (() => string | Promise<string>);
}

export interface MediashareClient {
  readonly url: string;
  /** A call for every operation, typed by its path; `answerOf` makes its problems errors. */
  readonly api: Client<SitePaths>;
  /** Base URL of the upload endpoint; the site is asked once. */
  uploadUrl(): Promise<string>;
  /** A token for the upload endpoint, which sees neither cookie nor API token; the same one until it is about to expire. */
  uploadToken(): Promise<string>;
}

export function createClient({ url, token }: ClientOptions): MediashareClient {
  const api = createOpenApiClient<SitePaths>({ baseUrl: url.replace(/\/+$/, ""), fetch: reach });
  api.use({
    onRequest: async ({ request }) => {
      const value = typeof token === "function" ? await token() : token;
      if (value !== undefined) request.headers.set("Authorization", `Bearer ${value}`);
    },
  });
  const uploadUrl = keepUntil(async () => ({ value: await askUploadUrl(api, url), untilMs: Number.POSITIVE_INFINITY }));
  const uploadToken = keepUntil(async () => {
    const { token: value, expiresAt } = await answerOf(api.POST("/v1/upload-token"));
    return { value, untilMs: Date.parse(expiresAt) - expiryMarginMs };
  });
  return { url, api, uploadUrl, uploadToken };
}

interface Kept {
  readonly value: string;
  readonly untilMs: number;
}

/** Asks when it is wanted first, and again when what is kept is of no use any more; once for all that want it at the same time. */
function keepUntil(ask: () => Promise<Kept>): () => Promise<string> {
  let asked: Promise<Kept> | undefined;
  return async () => {
    const mine = asked;
    const kept = await mine?.catch(() => undefined);
    if (kept && kept.untilMs > Date.now()) return kept.value;
    // Whoever finds it stale first asks; the others find that it was asked.
    if (asked === mine || asked === undefined) asked = ask();
    return (await asked).value;
  };
}

/**
 * The body of an answer: `await answerOf(client.api.GET("/v1/media"))`.
 * @throws RefusedError, UnreachableError, UnexpectedAnswerError
 */
export async function answerOf<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof SyntaxError) throw new UnexpectedAnswerError("The answer is not JSON: is the URL that of the site?", cause);
    throw cause;
  });
  if (!response.ok) throw failedAnswer(error, response.status, response.url);
  return data as T;
}

async function askUploadUrl(api: Client<SitePaths>, url: string): Promise<string> {
  const { uploadUrl } = ((await answerOf(api.GET("/v1/config"))) ?? {}) as { uploadUrl?: unknown };
  if (typeof uploadUrl !== "string")
    throw new UnexpectedAnswerError(`${url} names no upload endpoint: it is not the URL of a Mediashare site.`);
  return uploadUrl.replace(/\/+$/, "");
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new UnreachableError(request.url, error);
  }
}
