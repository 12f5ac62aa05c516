/** Path characters, what shells and markup take for their own, and what turns text around (Unicode TR #36). */
const unsafe = /[/\\<>:"'|?*&`$]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Names that Windows takes for devices. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const longestBytes = 180;

/** A name that is inert wherever a zip is unpacked. */
export function zipName(fileName: string): string {
  const flat = fileName
    .toWellFormed()
    .normalize("NFC")
    .replace(/^.*[/\\]/s, "")
    .replace(unsafe, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const name = flat.replace(device, "_$&") || "file";
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : "";
  return shorten(name.slice(0, name.length - extension.length), longestBytes) + extension;
}

function shorten(text: string, mostBytes: number): string {
  let kept = "";
  let bytes = 0;
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > mostBytes) break;
    kept += char;
  }
  return kept;
}

/** Gives every file of a zip a name of its own, also where upper and lower case are the same. */
export class ZipNames {
  readonly #taken = new Set<string>();

  take(fileName: string): string {
    const name = zipName(fileName);
    const dot = name.lastIndexOf(".");
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${stem} (${number})${extension}`;
      if (this.#taken.has(candidate.toLowerCase())) continue;
      this.#taken.add(candidate.toLowerCase());
      return candidate;
    }
  }
}
