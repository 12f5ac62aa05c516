/**
 * The addresses of the site's pages: all are one document, which shows what its address says.
 * `{mediaId}` and other names stand for a segment, as {@link segments} says.
 */
export const pagePaths = [
  "/",
  "/m/{mediaId}",
  "/favourites",
  "/search",
  "/map",
  "/trash",
  "/duplicates",
  "/albums",
  "/albums/{albumId}",
  "/sharing",
  "/s/{token}",
  "/sign-in",
  "/sign-up",
  "/setup",
  "/invite",
  "/reset",
  "/settings",
  "/settings/webhooks",
  "/admin/users",
  "/admin/operation",
] as const;

export type PagePath = (typeof pagePaths)[number];

export interface PageMatch {
  readonly page: PagePath;
  readonly params: Readonly<Record<string, string>>;
}

const id = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const segments: Readonly<Record<string, string>> = {
  mediaId: id,
  albumId: id,
};

const patterns = pagePaths.map((page) => {
  const source = page.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${segments[name] ?? "[^/]+"})`);
  return { page, pattern: new RegExp(`^${source.replace(/\/$/, "")}/?$`) };
});

/** The page at a path, or undefined where there is none. */
export function matchPage(path: string): PageMatch | undefined {
  for (const { page, pattern } of patterns) {
    const match = pattern.exec(path);
    if (match) return { page, params: { ...match.groups } };
  }
  return undefined;
}

/** The path and query of a page of this site that somebody may be led to; undefined for whatever leads elsewhere. */
export function ownPage(wanted: string): string | undefined {
  if (!/^\/(?![/\\])/.test(wanted)) return undefined;
  const url = URL.parse(wanted, "http://site");
  return url?.origin === "http://site" && matchPage(url.pathname) && !isEntrance(url.pathname) ? url.pathname + url.search : undefined;
}

/** Pages that nobody wants to come back to. */
function isEntrance(path: string): boolean {
  return /^\/(sign-in|sign-up|setup|invite|reset)\/?$/.test(path);
}
