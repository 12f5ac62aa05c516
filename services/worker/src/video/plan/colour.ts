import type { VideoFacts } from "../probe/facts.ts";
import type { PictureSource } from "./specs.ts";

/** swscale's names of YUV matrices, by ffprobe's. */
const matrices: Readonly<Record<string, string>> = {
  bt709: "bt709",
  smpte170m: "smpte170m",
  bt470bg: "bt470",
  fcc: "fcc",
  smpte240m: "smpte240m",
  bt2020nc: "bt2020",
  bt2020c: "bt2020",
};

/** Everything becomes 8-bit BT.709: how, depends on what the source is and what the ffmpeg at hand can do. */
export function planColour(facts: VideoFacts, canToneMap: boolean): PictureSource["colour"] {
  if (facts.hdr && canToneMap) return { kind: "tone-map", transfer: facts.hdr === "pq" ? "smpte2084" : "arib-std-b67" };
  const isRgb = /^(gbr|rgb|bgr|argb|abgr|pal)/.test(facts.pixelFormat);
  return { kind: "convert", matrix: isRgb ? "auto" : (matrices[facts.colour.matrix ?? ""] ?? guessMatrix(facts)) };
}

/** What players assume of untagged pictures: standard definition is BT.601, anything larger BT.709. */
function guessMatrix(facts: VideoFacts): string {
  if (facts.hdr) return "bt2020";
  return facts.codedHeight > 576 || facts.codedWidth > 1024 ? "bt709" : "smpte170m";
}
