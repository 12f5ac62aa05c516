import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Workers' metrics pages, one a loopback address, all on one port. */
export interface WorkerPages {
  readonly port: number;
  /** What the worker at this address says from now on; `silent` never answers. */
  say(address: string, tasksInFlight: number | "silent"): void;
  /** For how long it was last told to take no tasks. */
  drainedSeconds(address: string): number | undefined;
  stop(): Promise<void>;
}

/**
 * Any address of 127.0.0.0/8 is this machine's.
 * @param unsaid what workers say of whom nothing was said; left out, they have no such page
 */
export async function startWorkerPages(port = 0, unsaid?: number): Promise<WorkerPages> {
  const said = new Map<string, number | "silent">();
  const drained = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const address = request.socket.localAddress ?? "";
    const tasks = said.get(address) ?? unsaid;
    const drain = request.method === "POST" && /^\/drain\?seconds=(\d+)$/.exec(request.url ?? "");
    if (drain) {
      drained.set(address, Number(drain[1]));
      response.writeHead(204).end();
      return;
    }
    if (tasks === "silent") return;
    if (tasks === undefined) response.writeHead(404).end();
    else response.end(`# TYPE mediashare_tasks_in_flight gauge\nmediashare_tasks_in_flight ${tasks}\n`);
  });
  server.listen(port, "0.0.0.0");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    drainedSeconds: (address) => drained.get(address),
    say: (address, tasks) => said.set(address, tasks),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
