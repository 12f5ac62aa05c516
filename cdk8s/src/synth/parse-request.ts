import { parseArgs } from "node:util";
import { UsageError } from "./synth-errors.ts";
import { defaults } from "./usage.ts";

/** What is asked for. */
export type SynthRequest = { readonly out: string | undefined } & (
  | { readonly what: "spec"; readonly file: string }
  | { readonly what: "crd" }
  | { readonly what: "operator"; readonly namespace: string; readonly image: string; readonly watchNamespace: string | undefined }
  | ({ readonly what: "backends" } & BackendsRequest)
);

export interface BackendsRequest {
  readonly name: string;
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
  readonly password: string;
  readonly deliveryKeyFile: string | undefined;
  readonly deliveryUrl: string;
  readonly siteOrigin: string;
  readonly volumeSize: string | undefined;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Each thing that can be asked for, and the options that say more of it. */
const options = {
  spec: {},
  crd: {},
  operator: { namespace: text, image: text, "watch-namespace": text },
  backends: {
    name: text,
    namespace: text,
    repository: text,
    tag: text,
    password: text,
    "delivery-key": text,
    "delivery-url": text,
    "site-origin": text,
    "volume-size": text,
  },
} as const;
type What = keyof typeof options;

/** @throws UsageError */
export function parseRequest(args: readonly string[]): SynthRequest {
  const { spec, crd, operator, backends, out, ...more } = parse(args);
  const asked = Object.entries({ spec, crd, operator, backends }).filter(([, value]) => value !== undefined);
  const [[what] = []] = asked as [What, unknown][];
  if (what === undefined) throw new UsageError("say what: --spec FILE, --operator, --crd or --backends.");
  if (asked.length > 1) throw new UsageError(`${asked.map(([name]) => `--${name}`).join(" and ")} cannot be asked for at once.`);
  const foreign = Object.keys(more).find((name) => !Object.hasOwn(options[what], name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} is no option of --${what}.`);
  const empty = Object.entries({ spec, out, ...more }).find(([, value]) => value === "");
  if (empty) throw new UsageError(`--${empty[0]} is empty.`);
  switch (what) {
    case "spec":
      return { what, out, file: spec as string };
    case "crd":
      return { what, out };
    case "operator": {
      const { namespace, image } = { ...defaults.operator, ...more };
      return { what, out, namespace, image, watchNamespace: more["watch-namespace"] };
    }
    case "backends":
      return { what, out, ...toBackends({ ...defaults.backends, ...more }) };
  }
}

type BackendsOptions = typeof defaults.backends & { readonly "delivery-key"?: string; readonly "volume-size"?: string };

function toBackends({ name, namespace, repository, tag, password, ...more }: BackendsOptions): BackendsRequest {
  return {
    name,
    namespace,
    repository,
    tag,
    password,
    deliveryKeyFile: more["delivery-key"],
    deliveryUrl: httpUrl("--delivery-url", more["delivery-url"]),
    siteOrigin: httpUrl("--site-origin", more["site-origin"]),
    volumeSize: more["volume-size"],
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { spec: text, crd: flag, operator: flag, backends: flag, out: text, ...options.operator, ...options.backends },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function httpUrl(option: string, given: string): string {
  if (/^https?:\/\//.test(given) && URL.canParse(given)) return given;
  throw new UsageError(`${option} is "${given}"; write a URL such as http://localhost:8080.`);
}
