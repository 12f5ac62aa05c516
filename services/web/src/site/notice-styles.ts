/** The colours and measures of the site that the page takes, as ui/src/styles/tokens.css has them: a test holds them to it. */
export const noticeTokens = {
  "--page": "light-dark(#fbfaf8, #141513)",
  "--raised": "light-dark(#ffffff, #1f211e)",
  "--line": "light-dark(#dedbd3, #383b36)",
  "--text": "light-dark(#1d1f1b, #eceae4)",
  "--muted": "light-dark(#5c5f57, #a9aca2)",
  "--accent": "light-dark(#2c5f49, #94cbb0)",
  "--on-accent": "light-dark(#ffffff, #10251b)",
  "--focus": "light-dark(#1e6b4c, #a8e0c4)",
  "--font": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  "--radius-large": "1rem",
} as const;

const tokens = Object.entries(noticeTokens)
  .map(([name, value]) => `${name}: ${value};`)
  .join(" ");

export const noticeStyles = `
:root { color-scheme: light dark; ${tokens} }
:root[data-theme="light"] { color-scheme: light }
:root[data-theme="dark"] { color-scheme: dark }
*, ::before, ::after { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 var(--font) }
main { display: grid; gap: 1rem; justify-items: start; align-content: center; min-height: 100vh; width: min(26rem, 100%); margin: 0 auto; padding: 1.5rem }
h1 { margin: 0; font-size: 1.5rem; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance }
p { margin: 0; color: var(--muted) }
a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0.375rem 1rem; border-radius: 999px; background: var(--accent); color: var(--on-accent); font-weight: 550; text-decoration: none }
a:hover { background: color-mix(in oklab, var(--accent), var(--text) 14%) }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
@media (width >= 480px) {
  main { min-height: 0; margin-top: 20vh; padding: 2.25rem; border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--raised) }
}
`;
