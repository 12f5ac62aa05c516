import type { EnvName } from "@mediashare/contract";
import { type Config, ConfigError, parseEnv } from "./parse-env.ts";

/** EX_CONFIG of sysexits.h: a supervisor should not restart this at once. */
const configExitCode = 78;

/** Parses this process's environment; prints every fault and ends the process where there is one. */
export function loadConfig<const N extends EnvName>(names: readonly N[]): Config<N> {
  try {
    return parseEnv(names, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(configExitCode);
  }
}
