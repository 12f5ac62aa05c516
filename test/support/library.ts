import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "@mediashare/local";
import type { MediaDetail } from "@mediashare/web";
import { type Deployment, type FleetProcess, startDeployment } from "./deployment.ts";
import { fetchAsOwner } from "./owner.ts";
import { postFile } from "./upload-client.ts";
import { waitFor } from "./wait-for.ts";

/** A deployment as people meet it: files go in by the upload fleet, and are looked at by the web fleet's API. */
export class Library {
  readonly deployment: Deployment;
  readonly upload: FleetProcess;
  readonly web: FleetProcess;

  private constructor(deployment: Deployment, upload: FleetProcess, web: FleetProcess) {
    this.deployment = deployment;
    this.upload = upload;
    this.web = web;
  }

  /** Without workers: a test says when they come. */
  static async open(env: Readonly<Record<string, string>> = {}): Promise<Library> {
    const edgePort = String(await findFreePort());
    const deployment = await startDeployment({ MEDIASHARE_DELIVERY_URL: `http://127.0.0.1:${edgePort}`, ...env });
    try {
      const [upload, web] = await Promise.all([
        deployment.start("upload"),
        deployment.start("web"),
        deployment.start("edge", { MEDIASHARE_PORT: edgePort }),
      ]);
      return new Library(deployment, upload as FleetProcess, web as FleetProcess);
    } catch (error) {
      await deployment.stop();
      throw error;
    }
  }

  /** @returns the id of the media */
  async add(fileName: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
    const item = await postFile(this.upload.url, fileName, content);
    if (!item) throw new Error(`${fileName} was not taken`);
    return item.id;
  }

  async detail(id: string): Promise<MediaDetail> {
    const response = await fetchAsOwner(`${this.web.url}/v1/media/${id}`);
    if (response.status !== 200) throw new Error(`${id}: ${response.status} ${await response.text()}`);
    return (await response.json()) as MediaDetail;
  }

  /** Waits until the media has ended, and that in this state. */
  async settled(id: string, state: "ready" | "failed", timeoutMs = 60_000): Promise<MediaDetail> {
    let detail = await this.detail(id);
    await waitFor(
      `${detail.fileName} to be ${state}`,
      async () => {
        detail = await this.detail(id);
        if (detail.state !== state && ["ready", "failed"].includes(detail.state))
          throw new Error(`${detail.fileName} is ${detail.state}: ${JSON.stringify(detail.failure)}`);
        return detail.state === state;
      },
      { timeoutMs, detail: async () => this.deployment.db("task").where({ media_id: id }) },
    );
    return detail;
  }

  async retry(id: string): Promise<number> {
    const response = await fetchAsOwner(`${this.web.url}/v1/media/${id}/retry`, { method: "POST" });
    await response.body?.cancel();
    return response.status;
  }

  /** Past the trash. */
  async remove(id: string): Promise<void> {
    const response = await fetchAsOwner(`${this.web.url}/v1/media/${id}?forever=true`, { method: "DELETE" });
    if (response.status !== 204) throw new Error(`${id}: ${response.status} ${await response.text()}`);
  }

  /** Files in the object store, by path. */
  async storedFiles(): Promise<string[]> {
    const entries = await readdir(this.deployment.storagePath, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }

  /** How many rows there are of all media. */
  async rows(): Promise<Record<string, number>> {
    const tables = ["media", "task", "outbox", "rendition", "segment"] as const;
    const counts = await Promise.all(tables.map((table) => this.deployment.db(table).count<{ count: number }[]>()));
    return Object.fromEntries(tables.map((table, index) => [table, Number(counts[index]?.[0]?.count)]));
  }

  close(): Promise<void> {
    return this.deployment.stop();
  }
}
