import { goTool } from "../go-tool.ts";
import { runCommand } from "./command.ts";

/** The command that people use, on one cluster. */
export class Helm {
  readonly #program: string;
  readonly #kubeconfig: string;

  constructor(program: string, kubeconfig: string) {
    this.#program = program;
    this.#kubeconfig = kubeconfig;
  }

  run(...args: readonly string[]): Promise<string> {
    return runCommand(this.#program, args, { env: { KUBECONFIG: this.#kubeconfig } });
  }
}

/** Builds it, once for this machine. */
export async function buildHelm(): Promise<string> {
  const program = await goTool({ name: "helm", module: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0" });
  if (!program) throw new Error("There is no Go to build Helm with.");
  return program;
}
