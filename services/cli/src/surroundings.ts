import { inheritedEnvironment } from "@mediashare/kit";

/** What a command sees of the process that it runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tells of something while the command runs. */
  say(line: string): void;
  /** Where progress is shown: the terminal, or a log. */
  readonly progress: ProgressOutput;
  /** Aborted by the first Ctrl-C from now on; a second one ends the process. */
  interruption(): AbortSignal;
}

export interface ProgressOutput {
  readonly isTerminal: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number;
  write(text: string): void;
}

/** A process without settings, that nobody watches. */
export const quietSurroundings: Surroundings = {
  environment: {},
  say: () => undefined,
  progress: { isTerminal: false, columns: 80, write: () => undefined },
  interruption: () => new AbortController().signal,
};

export function processSurroundings(): Surroundings {
  const environment = inheritedEnvironment();
  return {
    environment,
    say: (line) => void process.stderr.write(`${line}\n`),
    progress: {
      isTerminal: process.stderr.isTTY === true && environment["TERM"] !== "dumb",
      get columns() {
        return process.stderr.columns ?? 80;
      },
      write: (text) => void process.stderr.write(text),
    },
    interruption: () => {
      const controller = new AbortController();
      process.once("SIGINT", () => controller.abort());
      return controller.signal;
    },
  };
}
