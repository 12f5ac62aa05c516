/** What a command has to say. */
export interface CliResult {
  /** 0 done, 1 it could not be done, 2 it was asked for wrongly, 130 it was interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130;
  readonly out: string;
  readonly error: string;
}
