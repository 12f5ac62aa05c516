import { execFile } from "node:child_process";

export interface Finished {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a program to its end, however it ends. */
export function runProgram(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 }, (fault, out, error) => {
      if (fault && typeof fault.code !== "number") return reject(fault);
      resolve({ exitCode: fault ? Number(fault.code) : 0, out, error });
    });
  });
}
