import { ownPage } from "../../../src/site/page-paths.ts";

/**
 * Where to go after signing in: a page of this site that the address named, else the first one. Only a path that is one of our own pages
 * counts, so no link to the sign-in page leads anywhere else.
 */
export function returnPath(search: string): string {
  return ownPage(new URLSearchParams(search).get("next") ?? "/") ?? "/";
}

/** The address of a page for those who are not signed in that leads back here. */
export function entrancePath(entrance: string, from: string): string {
  return from === "/" ? entrance : `${entrance}?${new URLSearchParams({ next: from })}`;
}
