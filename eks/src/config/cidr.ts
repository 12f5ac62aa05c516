/** An IPv4 network as the numbers of its first and last address, both inclusive. */
export interface Network {
  readonly first: number;
  readonly last: number;
}

const pattern = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** `null` for anything that is no IPv4 network in CIDR notation, also where bits below the mask are set. */
export function parseCidr(text: string): Network | null {
  const [, ...parts] = (pattern.exec(text) ?? []).map(Number);
  const [a, b, c, d, bits] = parts;
  if (a === undefined || b === undefined || c === undefined || d === undefined || bits === undefined) return null;
  if ([a, b, c, d].some((octet) => octet > 255) || bits > 32) return null;
  const size = 2 ** (32 - bits);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % size === 0 ? { first, last: first + size - 1 } : null;
}

export function overlaps(one: Network, other: Network): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** How many addresses the network has. */
export function sizeOf({ first, last }: Network): number {
  return last - first + 1;
}
