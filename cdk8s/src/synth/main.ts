import { runSynth } from "./run-synth.ts";

const { exitCode, out, error } = await runSynth(process.argv.slice(2));
process.stdout.write(out);
process.stderr.write(error);
process.exitCode = exitCode;
