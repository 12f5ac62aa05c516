export function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}

/** A quoted string cannot hold quotes or line ends (RFC 8216bis, 4.2); our names have neither. */
export function quote(text: string): string {
  if (/["\r\n]/.test(text)) throw new RangeError(`${JSON.stringify(text)} cannot stand in a playlist`);
  return `"${text}"`;
}
