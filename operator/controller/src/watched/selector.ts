/** A label selector of equalities, such as `a=b,c=d`: what must be equal to what. `undefined` for any other selector. */
export function parseEqualities(selector: string | undefined): ReadonlyMap<string, string> | undefined {
  const parts = (selector ?? "").split(",").map((part) => /^([^=!,() ]+)=([^=!,() ]*)$/.exec(part));
  if (parts.some((part) => part === null)) return undefined;
  return new Map(parts.map((part) => [part?.[1] ?? "", part?.[2] ?? ""]));
}

/** A label selector such as `a in (b,c)`. `undefined` for any other selector. */
export function parseMembership(
  selector: string | undefined,
): { readonly label: string; readonly values: ReadonlySet<string> } | undefined {
  const match = /^(\S+) in \(([^()]*)\)$/.exec(selector ?? "");
  return match ? { label: match[1] ?? "", values: new Set(match[2]?.split(",")) } : undefined;
}
