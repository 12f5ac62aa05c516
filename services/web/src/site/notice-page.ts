export interface Notice {
  readonly title: string;
  readonly text: string;
  /** Where one can go on. */
  readonly link?: { readonly href: string; readonly text: string };
}

/** A small page for when the site itself cannot be shown. What is given goes in as it is: text of others must be escaped before. */
export function renderNotice(notice: Notice): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${notice.title} · Mediashare</title>
<style>body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1.5rem }</style>
<main>
<h1>${notice.title}</h1>
<p>${notice.text}</p>${notice.link ? `\n<p><a href="${notice.link.href}">${notice.link.text}</a></p>` : ""}
</main>
</html>
`;
}
