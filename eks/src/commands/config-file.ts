import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../config/read-config.ts";
import { priceFolder } from "../cost/price-book.ts";

export interface Arguments {
  /** Absolute. */
  readonly config: string | undefined;
  /** What the command does not know itself, for the program that it runs. */
  readonly rest: readonly string[];
}

/** npm runs a workspace's scripts in the workspace's folder; paths are meant from where the person is. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: { config: { type: "string" } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.find((token) => token.kind === "option" && token.name === "config");
  const config = given?.kind === "option" ? given.value : undefined;
  const at = given?.index ?? -1;
  const width = given?.kind === "option" && !given.inlineValue ? 2 : 1;
  const rest = given ? [...args.slice(0, at), ...args.slice(at + width)] : [...args];
  return { config: config === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? ".", config), rest };
}

/** The folder of price books that `--prices` names; left out: the repository's own. */
export function readPriceFolder(rest: readonly string[]): string {
  const { prices } = parseArgs({ args: [...rest], options: { prices: { type: "string" } } }).values;
  return prices === undefined ? priceFolder : resolve(process.env["INIT_CWD"] ?? ".", prices);
}

/** Runs a command; what is wrong with a configuration is said without a stack trace. @returns its exit code */
export async function runCommand(name: string, run: () => Promise<number> | number): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    return 1;
  }
}
