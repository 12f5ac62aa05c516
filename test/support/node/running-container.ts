import { waitFor } from "../wait-for.ts";
import type { Docker } from "./docker.ts";

/** A container as restricted as our pods: no privilege, no writing but below /tmp. It has this machine's network. */
export interface RunningContainer {
  exec(...command: readonly string[]): Promise<string>;
  /** What it wrote to its standard output. */
  log(): Promise<string>;
  /** Its exit code after SIGTERM. */
  end(): Promise<number>;
  remove(): Promise<void>;
}

const restrictions = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs=/tmp:mode=1777", "--network=host"];

/** Runs an image until `isUp`; fails with what it said. */
export async function runContainer(
  docker: Docker,
  image: string,
  env: Readonly<Record<string, string>>,
  isUp: () => Promise<boolean>,
): Promise<RunningContainer> {
  const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const id = (await docker.run(["run", "--detach", ...restrictions, ...variables, image])).trim();
  const remove = async (): Promise<void> => void (await docker.run(["rm", "--force", id]));
  const state = async (format: string): Promise<string> => (await docker.run(["inspect", "--format", format, id])).trim();
  try {
    await waitFor(
      `${image} to answer`,
      async () => {
        if ((await state("{{.State.Running}}")) !== "true") throw new Error(`${image} ended:\n${await docker.run(["logs", id])}`);
        return isUp();
      },
      { timeoutMs: 60_000, intervalMs: 200, detail: () => docker.run(["logs", id]) },
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    remove,
    log: () => docker.run(["logs", id]),
    exec: (...command) => docker.run(["exec", id, ...command]),
    end: async () => {
      await docker.run(["stop", "--time=30", id]);
      return Number(await state("{{.State.ExitCode}}"));
    },
  };
}
