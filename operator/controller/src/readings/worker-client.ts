import { Agent, type IncomingMessage, request } from "node:http";
import { drainPath, healthPaths, parseWorkerReport } from "@mediashare/contract";
import type { WorkerAnswer } from "./worker-state.ts";

/** A worker that has not answered by then counts as working. */
const timeoutMs = 1_000;
/** A worker's page is about 20 KiB. */
const maxAnswerBytes = 1_000_000;
const maxConnections = 128;

/** Asks workers, through their pods' addresses, how many tasks they run, and tells them to take no more. */
export class WorkerClient {
  readonly #agent = new Agent({ keepAlive: true, maxTotalSockets: maxConnections, maxFreeSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async ask(podIp: string): Promise<WorkerAnswer> {
    try {
      return parseWorkerReport(await this.#send(podIp, "GET", healthPaths.metrics)) ?? "none";
    } catch (error) {
      return (error as { code?: string }).code === "ECONNREFUSED" ? "refused" : "none";
    }
  }

  /** For so long it takes no new task; 0 ends that. Whether it heard. */
  drain(podIp: string, seconds: number): Promise<boolean> {
    return this.#send(podIp, "POST", `${drainPath}?seconds=${seconds}`).then(
      () => true,
      () => false,
    );
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(host: string, method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const call = request({ agent: this.#agent, host, port: this.#port, method, path, signal }, (response) => {
        if (response.statusCode === 200 || response.statusCode === 204) readText(response).then(resolve, reject);
        else {
          response.resume();
          reject(new Error(`${host} answered ${response.statusCode}`));
        }
      });
      call.on("error", reject);
      call.end();
    });
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error("the answer is too long for a worker's metrics");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
