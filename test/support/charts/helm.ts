import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Manifest } from "@mediashare/cdk8s";
import { toYaml } from "@mediashare/cdk8s/synth";
import { parseAllDocuments } from "yaml";
import { helmProgram } from "../helm-program.ts";
import { type Finished, runProgram } from "./run-program.ts";

export type ChartName = "mediashare" | "mediashare-operator";

export interface Rendering {
  readonly release: string;
  readonly namespace: string;
  /** Paths of files, or values themselves; the later win. */
  readonly values?: readonly (string | object)[];
}

/** Helm, built from its module, with folders of its own. */
export class Helm {
  readonly #program: string;
  readonly #folder: string;

  private constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  /** Undefined where there is no Go to build it with. */
  static async find(): Promise<Helm | undefined> {
    const program = await helmProgram();
    return program === undefined ? undefined : new Helm(program, await mkdtemp(join(tmpdir(), "mediashare-helm-")));
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const own = Object.fromEntries(["CACHE", "CONFIG", "DATA"].map((what) => [`HELM_${what}_HOME`, join(this.#folder, what)]));
    return runProgram(this.#program, args, { ...own, KUBECACHEDIR: join(this.#folder, "kube"), ...env });
  }

  lint(chart: ChartName, values: Rendering["values"]): Promise<Finished> {
    return this.#withValues(values, (args) => this.run(["lint", chartFolder(chart), "--strict", ...args]));
  }

  /** What `helm template` prints, or why it refuses. */
  template(chart: ChartName, { release, namespace, values }: Rendering): Promise<Finished> {
    return this.#withValues(values, (args) => this.run(["template", release, chartFolder(chart), "--namespace", namespace, ...args]));
  }

  /** @throws Error with Helm's own words where it refuses */
  async render(chart: ChartName, rendering: Rendering): Promise<Manifest[]> {
    const { exitCode, out, error } = await this.template(chart, rendering);
    if (exitCode !== 0) throw new Error(error);
    return readManifests(out);
  }

  async #withValues<Result>(values: Rendering["values"] = [], use: (args: readonly string[]) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(this.#folder, "values-"));
    const files = await Promise.all(
      values.map(async (each, index) => {
        if (typeof each === "string") return each;
        const file = join(folder, `${index}.yaml`);
        await writeFile(file, toYaml([each]));
        return file;
      }),
    );
    return use(files.flatMap((file) => ["--values", file]));
  }
}

export function chartFolder(chart: ChartName): string {
  return fileURLToPath(new URL(`../../../charts/${chart}`, import.meta.url));
}

/** Documents without anything in them, which templates leave behind, are none. */
export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}
