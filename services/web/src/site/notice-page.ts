import { noticeStyles } from "./notice-styles.ts";

export interface Notice {
  readonly title: string;
  readonly text: string;
  /** Where one can go on. */
  readonly link?: { readonly href: string; readonly text: string };
}

/** As ui/public/favicon.svg has it: the page must not need a file of a site that was not built. */
const mark =
  '<svg viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#33654f"/>' +
  '<circle cx="21.5" cy="11" r="3" fill="#f3d9a4"/><path d="M5 24.5 12.2 14l5 6.6 3.1-3.6 6.7 7.5z" fill="#fff"/></svg>';

/**
 * A small page in the looks of the site for when the site itself cannot be shown; the script takes the theme that was chosen there. What is
 * given goes in as it is: text of others must be escaped before.
 */
export function renderNotice({ title, text, link }: Notice): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Mediashare</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="/theme.js"></script>
<style>${noticeStyles}</style>
<main>
${mark}
<h1>${title}</h1>
<p>${text}</p>${link ? `\n<a href="${link.href}">${link.text}</a>` : ""}
</main>
</html>
`;
}
