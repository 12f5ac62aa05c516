import type { ShowcaseMedia } from "./split-blocks.ts";

/** Captions may be long; a name is heard whole before anything else. */
const longest = 150;

/** The name of a tile and the text that stands for its picture: what it is, and its caption. */
export function withCaption(name: string, { media: { caption } }: ShowcaseMedia): string {
  const line = caption.replace(/\s+/g, " ").trim();
  if (line === "") return name;
  return `${name}: ${line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`}`;
}
