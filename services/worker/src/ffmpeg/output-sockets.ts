import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";

export interface OutputSocket {
  readonly name: string;
  /** For ffmpeg: where it is to write. */
  readonly url: string;
  /** The decoder's connection; settles never when it does not come. */
  readonly connection: Promise<Socket>;
}

export interface OutputSockets {
  readonly sockets: readonly OutputSocket[];
  /** True while bytes lie here that nobody has taken yet. */
  hasUnread(): boolean;
  /** Connections too. */
  close(): Promise<void>;
}

/**
 * Unix sockets for a decoder to write its outputs to, in a folder that only we can enter: fluent-ffmpeg can hand
 * over no more than stdout, and several outputs must be read side by side.
 */
export async function openOutputSockets(names: readonly string[], root: string): Promise<OutputSockets> {
  const folder = await mkdtemp(join(root, "ffout-"));
  const connected = new Set<Socket>();
  const servers: Server[] = [];
  /** As soon as all connections stand, so that a worker that is killed leaves nothing behind. */
  let removed: Promise<void> | undefined;
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });

  const open = async (name: string, index: number): Promise<OutputSocket> => {
    const path = join(folder, String(index));
    const server = createServer({ pauseOnConnect: true });
    servers.push(server);
    const connection = new Promise<Socket>((resolve) => {
      server.once("connection", (socket) => {
        connected.add(socket);
        if (connected.size === names.length) removed = remove();
        server.close();
        resolve(socket);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    return { name, url: `unix:${path}`, connection };
  };

  const close = async (): Promise<void> => {
    for (const socket of connected) socket.destroy();
    await Promise.all(servers.filter((server) => server.listening).map((server) => new Promise((resolve) => server.close(resolve))));
    await (removed ?? remove());
  };

  try {
    const sockets = await Promise.all(names.map(open));
    return { sockets, hasUnread: () => [...connected].some((socket) => socket.readableLength > 0), close };
  } catch (error) {
    await close();
    throw error;
  }
}
