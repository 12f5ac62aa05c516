import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { secretNames } from "@mediashare/cdk8s";
import type { MediaDetail } from "@mediashare/web";
import { waitFor } from "../wait-for.ts";
import type { Cluster } from "./cluster.ts";
import { type Session, setUpSite } from "./session.ts";

export interface ProductOptions {
  readonly namespace: string;
  /** Of the pipeline. */
  readonly name: string;
  /** Where people open the site: the web fleet itself is asked. */
  readonly siteUrl: string;
  /** Where the URLs lead that the site signs: the edge itself is asked for them. */
  readonly deliveryUrl: string;
}

/** The product in a cluster, on development backends, as people and programs meet it from outside. */
export class Product {
  readonly webUrl: string;
  readonly session: Session;
  readonly uploadUrl: string;
  /** Of the cluster's own Postgres. */
  readonly databaseUrl: string;
  readonly #edgeUrl: string;
  readonly #cluster: Cluster;
  readonly #options: ProductOptions;

  private constructor(
    cluster: Cluster,
    options: ProductOptions,
    session: Session,
    urls: readonly [web: string, upload: string, edge: string, database: string],
  ) {
    this.#cluster = cluster;
    this.#options = options;
    this.session = session;
    [this.webUrl, this.uploadUrl, this.#edgeUrl, this.databaseUrl] = urls;
  }

  /** @param session of a site that was set up before */
  static async open(cluster: Cluster, options: ProductOptions, session?: Session): Promise<Product> {
    const { namespace, name } = options;
    const urlOf = (component: string): Promise<string> => cluster.urlOf(namespace, `${name}-${component}`);
    const [web, upload, edge, postgres] = [await urlOf("web"), await urlOf("upload"), await urlOf("edge"), await urlOf("postgres")];
    const secret = await cluster.kubectl.get<{ data: { url: string } }>("secret", secretNames(name).database, `--namespace=${namespace}`);
    const database = new URL(Buffer.from(secret.data.url, "base64").toString());
    database.host = new URL(postgres).host;
    return new Product(cluster, options, session ?? (await setUpSite(web, options.siteUrl)), [web, upload, edge, database.href]);
  }

  /** By `POST /v1/media` on a connection of its own. @returns the id of the media @throws Error unless it was received */
  async upload(fileName: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
    const form = new FormData();
    form.append("file", new Blob([content]), fileName);
    const { status, body } = await post(`${this.uploadUrl}/v1/media`, form, this.session.token);
    const [item] = status === 201 ? (JSON.parse(body) as { items: { id: string }[] }).items : [];
    if (!item) throw new Error(`${fileName} was not received: ${status} ${body}`);
    return item.id;
  }

  async look(id: string): Promise<MediaDetail> {
    const response = await fetch(`${this.webUrl}/v1/media/${id}`, { headers: { Authorization: `Bearer ${this.session.token}` } });
    if (!response.ok) throw new Error(`${id}: ${response.status} ${await response.text()}`);
    return (await response.json()) as MediaDetail;
  }

  async untilReady(id: string, timeoutMs = 180_000): Promise<MediaDetail> {
    await waitFor(`media ${id} to be ready`, async () => (await this.look(id)).state === "ready", {
      timeoutMs,
      intervalMs: 500,
      detail: async () => ({ ...(await this.look(id)), log: await this.workerLog() }),
    });
    return this.look(id);
  }

  /** Fetches what a signed URL names. */
  deliver(signedUrl: string): Promise<Response> {
    return fetch(signedUrl.replace(this.#options.deliveryUrl, this.#edgeUrl));
  }

  workerLog(): Promise<string> {
    const { namespace, name } = this.#options;
    return this.#cluster.kubectl.run(["logs", `deployment/${name}-worker`, `--namespace=${namespace}`, "--tail=20"]).catch(String);
  }
}

/** fetch keeps connections, and meets one now and then that the server is just closing: who uploads one file has none to keep. */
async function post(url: string, form: FormData, token: string): Promise<{ readonly status: number; readonly body: string }> {
  const { headers, body } = new Response(form);
  const sent = request(url, {
    method: "POST",
    agent: false,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": headers.get("content-type") ?? "" },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => sent.once("response", resolve).once("error", reject));
  await pipeline(Readable.fromWeb(body as never), sent).catch(() => undefined);
  const answer = await answered;
  return { status: answer.statusCode ?? 0, body: Buffer.concat(await answer.toArray()).toString() };
}
