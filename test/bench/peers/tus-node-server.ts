import { createServer } from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

/** The peer: @tus/server as its documentation starts it, over a folder. Arguments: the folder. Prints its port. */
const [directory] = process.argv.slice(2);
if (!directory) throw new Error("usage: tus-node-server FOLDER");
const tus = new Server({ path: "/files", datastore: new FileStore({ directory }) });
const server = createServer((request, response) => void tus.handle(request, response));
server.listen(0, "127.0.0.1", () => process.stdout.write(`port ${(server.address() as { port: number }).port}\n`));
