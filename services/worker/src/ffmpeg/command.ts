/** What ffmpeg is to do, as plain data; `runFfmpeg` executes it. */
export interface FfmpegCommand {
  readonly input: { readonly options: readonly string[]; readonly url: string };
  readonly filterGraph: string;
  readonly outputs: readonly FfmpegOutput[];
}

/** One output; where its bytes go is `runFfmpeg`'s matter. */
export interface FfmpegOutput {
  readonly name: string;
  readonly options: readonly string[];
}
