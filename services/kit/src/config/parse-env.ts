import { type EnvDeclaration, type EnvName, env } from "@mediashare/contract";
import { DomainError } from "../errors.ts";
import { parseValue } from "./parse-value.ts";

type Value<D extends EnvDeclaration> = D["kind"] extends "integer" | "duration" | "bytes"
  ? number
  : D["kind"] extends "boolean"
    ? boolean
    : D["kind"] extends "list" | "origins"
      ? readonly string[]
      : D["kind"] extends "enum"
        ? NonNullable<D["values"]>[number]
        : string;

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}` : Lowercase<S>;

type Unit<D extends EnvDeclaration> = D["kind"] extends "duration" ? "Ms" : D["kind"] extends "bytes" ? "Bytes" : "";

type Key<N extends EnvName> = N extends `MEDIASHARE_${infer Rest}` ? `${Camel<Rest>}${Unit<(typeof env)[N]>}` : never;

/** The parsed variables, by name: `MEDIASHARE_LEASE_DURATION` is `leaseDurationMs`, `MEDIASHARE_MAX_UPLOAD_SIZE` is `maxUploadSizeBytes`. */
export type Config<N extends EnvName> = {
  readonly [K in N as Key<K>]: (typeof env)[K] extends { default: null } ? Value<(typeof env)[K]> | undefined : Value<(typeof env)[K]>;
};

/** Every variable that is missing or wrong, together, each with what to do. */
export class ConfigError extends DomainError {
  readonly code = "config";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

/**
 * Parses the named variables. An empty value counts as unset.
 * @throws ConfigError naming every fault at once
 */
export function parseEnv<const N extends EnvName>(names: readonly N[], source: Readonly<Record<string, string | undefined>>): Config<N> {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const name of names) {
    const declaration: EnvDeclaration = env[name];
    const text = source[name] || declaration.default;
    if (text === undefined) {
      faults.push(`${name} is not set: give ${declaration.description}`);
    } else if (text !== null) {
      const parsed = parseValue(declaration, text);
      if ("fault" in parsed) faults.push(`${name}${declaration.secret ? "" : `=${text}`} ${parsed.fault}: give ${declaration.description}`);
      else config[propertyName(name)] = parsed.value;
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return config as Config<N>;
}

function propertyName(name: EnvName): string {
  const unit = { duration: "Ms", bytes: "Bytes" }[env[name].kind as string] ?? "";
  return name
    .slice("MEDIASHARE_".length)
    .toLowerCase()
    .replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase())
    .concat(unit);
}
