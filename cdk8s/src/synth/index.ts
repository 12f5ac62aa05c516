export { runSynth, type SynthResult } from "./run-synth.ts";
export { toYaml } from "./to-yaml.ts";
