import { escapeHtml } from "./escape-html.ts";

export interface ShareCard {
  readonly title: string;
  /** Absolute; undefined: no picture. */
  readonly imageUrl: string | undefined;
  readonly pageUrl: string;
}

/** What could turn the writing of a card's other words around, or is not seen, is no part of a title. */
const hidden = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The document of a share link: the site's own, told not to be indexed, with a preview card (https://ogp.me) that says no more
 * than the title and the cover.
 */
export function renderShareDocument(site: string, card: ShareCard): string {
  const title = escapeHtml(card.title.replace(hidden, " ").replace(/\s+/g, " ").trim());
  const meta = (key: "name" | "property", name: string, content: string) => `<meta ${key}="${name}" content="${content}" />`;
  const head = [
    meta("name", "robots", "noindex, nofollow"),
    meta("property", "og:type", "website"),
    meta("property", "og:site_name", "Mediashare"),
    meta("property", "og:title", title),
    meta("property", "og:url", escapeHtml(card.pageUrl)),
    ...(card.imageUrl === undefined ? [] : [meta("property", "og:image", escapeHtml(card.imageUrl))]),
    meta("name", "twitter:card", card.imageUrl === undefined ? "summary" : "summary_large_image"),
  ];
  return site
    .replace(/<meta name="description"[^>]*>/, "")
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title} · Mediashare</title>`)
    .replace("</head>", () => `${head.join("\n    ")}\n  </head>`);
}
