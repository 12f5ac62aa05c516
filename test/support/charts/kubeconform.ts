import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goTool, hasGo } from "../go-tool.ts";
import { writeKubeSchemas } from "./kube-schemas.ts";
import { type Finished, runProgram } from "./run-program.ts";

/** Holds manifests to the schemas of their kinds, without a cluster: https://github.com/yannh/kubeconform */
export class Kubeconform {
  readonly #program: string;
  readonly #folder: string;

  private constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  /** Undefined where there is no Go to build it with, and to get the schemas from. */
  static async find(): Promise<Kubeconform | undefined> {
    if (!hasGo()) return undefined;
    const program = await goTool({ name: "kubeconform", module: "github.com/yannh/kubeconform/cmd/kubeconform", version: "v0.8.0" });
    const folder = await mkdtemp(join(tmpdir(), "mediashare-kubeconform-"));
    await writeKubeSchemas(folder);
    return new Kubeconform(program as string, folder);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** @param text documents of one YAML stream */
  async check(text: string): Promise<Finished> {
    const file = join(await mkdtemp(join(this.#folder, "checked-")), "manifests.yaml");
    await writeFile(file, text);
    const schemas = `${this.#folder}/{{ .ResourceKind }}{{ .KindSuffix }}.json`;
    return runProgram(this.#program, ["-strict", "-summary", "-output", "json", "-schema-location", schemas, file]);
  }
}
