import createOpenApiClient, { type Client } from "openapi-fetch";
import { failedAnswer, UnexpectedAnswerError, UnreachableError } from "./client-errors.ts";
import type { paths } from "./openapi.ts";

/** What the site's origin serves. Files go to the upload endpoint: `uploadFile`. */
export type SitePaths = {
  [P in keyof paths as P extends `/v1/tus${string}` ? never : P]: P extends "/v1/media" ? Omit<paths[P], "post"> : paths[P];
};

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
  /** What says who is asking. */
  credentials(): Promise<Readonly<Record<string, string>>>;
}

export function createClient({ url, token }: ClientOptions): MediashareClient {
  const credentials = async (): Promise<Record<string, string>> => {
    const value = typeof token === "function" ? await token() : token;
    return value === undefined ? {} : { Authorization: `Bearer ${value}` };
  };
  const api = createOpenApiClient<SitePaths>({ baseUrl: url.replace(/\/+$/, ""), fetch: reach });
  api.use({
    onRequest: async ({ request }) => {
      for (const [name, value] of Object.entries(await credentials())) request.headers.set(name, value);
    },
  });
  let uploadUrl: Promise<string> | undefined;
  return {
    url,
    api,
    credentials,
    uploadUrl: () => {
      uploadUrl ??= askUploadUrl(api, url).catch((error: unknown) => {
        uploadUrl = undefined;
        throw error;
      });
      return uploadUrl;
    },
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
