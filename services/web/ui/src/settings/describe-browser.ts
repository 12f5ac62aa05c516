/** What a browser called itself, in words: `Firefox on Linux`. Undefined where it is none that is known. */
export function describeBrowser(userAgent: string): { browser: string; system: string | undefined } | undefined {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (!browser) return undefined;
  return { browser, system: systems.find(([pattern]) => pattern.test(userAgent))?.[1] };
}

/** In this order: most name those before them too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];
