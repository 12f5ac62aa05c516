/** A URL with the parameters of a signature, unless it has them already. They are added as they are: a CDN compares characters. */
export function withQuery(url: string, query: string): string {
  const target = new URL(url);
  const isSigned = [...new URLSearchParams(query).keys()].every((name) => target.searchParams.has(name));
  if (isSigned) return url;
  target.search = target.search === "" ? query : `${target.search}&${query}`;
  return target.href;
}
