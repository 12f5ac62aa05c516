/** A small page for when the site itself cannot be shown. The texts are ours, and go in as they are. */
export function renderNotice(notice: { title: string; text: string; home: boolean }): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${notice.title} · Mediashare</title>
<style>body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1.5rem }</style>
<main>
<h1>${notice.title}</h1>
<p>${notice.text}</p>${notice.home ? '\n<p><a href="/">To your photos and videos</a></p>' : ""}
</main>
</html>
`;
}
