import { helmProgram } from "../helm-program.ts";
import { runCommand } from "./command.ts";

/** The command that people use, on one cluster. */
export class ClusterHelm {
  readonly #program: string;
  readonly #kubeconfig: string;

  private constructor(program: string, kubeconfig: string) {
    this.#program = program;
    this.#kubeconfig = kubeconfig;
  }

  /** @param installed the program, where the machine has it; else it is built */
  static async on(kubeconfig: string, installed?: string): Promise<ClusterHelm> {
    const program = installed ?? (await helmProgram());
    if (!program) throw new Error("There is no Go to build Helm with.");
    return new ClusterHelm(program, kubeconfig);
  }

  /** @throws Error with Helm's own words where it fails */
  run(...args: readonly string[]): Promise<string> {
    return runCommand(this.#program, args, { env: { KUBECONFIG: this.#kubeconfig } });
  }
}
