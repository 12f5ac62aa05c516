/** Longer lines are cut: a stranger's file must not fill our memory through a tag of its own. */
const longestLine = 1 << 20;

/** Turns pieces of text into lines. */
export class LineSplitter {
  #rest = "";
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) this.#onLine(line);
  }

  /** The last line, where it has no end. */
  end(): void {
    if (this.#rest) this.#onLine(this.#rest);
    this.#rest = "";
  }
}
