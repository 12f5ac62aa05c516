import { parseArgs } from "node:util";
import { UsageError } from "../cli-errors.ts";

export type PeerName = "default" | "tuned";

export interface SimulateOptions {
  readonly spec: string;
  readonly trace: string;
  readonly out: string | null;
  readonly peers: readonly PeerName[];
  readonly seed: number;
  readonly bootSeconds: number | null;
}

const known: readonly string[] = ["default", "tuned"] satisfies readonly PeerName[];

/** @throws UsageError */
export function parseOptions(args: readonly string[]): SimulateOptions {
  const { spec, trace, out, peers, seed, boot } = parse(args);
  if (spec === undefined) throw new UsageError("--spec is missing: name the file of a MediaPipeline.");
  if (trace === undefined) throw new UsageError("--trace is missing: name the file of a load.");
  const names = peers.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !known.includes(name) && name !== "none");
  if (unknown !== undefined)
    throw new UsageError(`--peers ${peers}: "${unknown}" is unknown; write default, tuned, both with a comma, or none.`);
  return {
    spec,
    trace,
    out: out ?? null,
    peers: names.filter((name): name is PeerName => known.includes(name)),
    seed: wholeNumber("--seed", seed),
    bootSeconds: boot === undefined ? null : wholeNumber("--boot-seconds", boot),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        spec: { type: "string" },
        trace: { type: "string" },
        out: { type: "string" },
        peers: { type: "string", default: "default,tuned" },
        seed: { type: "string", default: "1" },
        "boot-seconds": { type: "string" },
      },
    });
    return { ...values, boot: values["boot-seconds"] };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${name} is "${text}"; write a whole number.`);
}
