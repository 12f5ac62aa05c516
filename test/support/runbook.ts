/** A chapter of a runbook in Markdown. */
export interface Chapter {
  readonly title: string;
  /** Its fenced blocks of shell, one after the other, without the indentation of lists. */
  readonly script: string;
  /** Commands within sentences that begin with this word. */
  readonly inline: (program: string) => readonly string[];
}

export function readChapters(markdown: string): readonly Chapter[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const blocks = [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(([, indent = "", block = ""]) =>
        block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      );
      const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
      return {
        title: text.slice(0, text.indexOf("\n")),
        script: blocks.join("\n"),
        inline: (program) =>
          [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code).filter((code) => code.startsWith(`${program} `)),
      };
    });
}
