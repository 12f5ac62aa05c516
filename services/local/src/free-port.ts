import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "@mediashare/kit";

export class PortInUseError extends DomainError {
  readonly code = "port_in_use";
}

/** A TCP port on loopback that nobody listens on just now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const leftoverPatienceMs = 8_000;

/**
 * Waits a little for what a killed run left behind to let go of the port.
 * @throws PortInUseError naming the variable to change
 */
export async function claimPort(port: number, variable: string): Promise<void> {
  const deadline = performance.now() + leftoverPatienceMs;
  while (!(await isFree(port))) {
    if (performance.now() > deadline) {
      throw new PortInUseError(
        `Port ${port} is taken by another program. End that one, or choose another port: ${variable}=${port + 1000} npm start`,
      );
    }
    await sleep(250);
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
