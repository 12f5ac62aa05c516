import { access } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const installed = "/usr/bin/chromium";

/** These loosen what the tests look at: origins, policies and processes are to be as people have them. */
const loosening = [
  "--disable-web-security",
  "--allow-running-insecure-content",
  "--disable-site-isolation-trials",
  "--single-process",
  "--no-zygote",
  "--headless",
];

const quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** Said by the loaders of glibc and musl, and by the system where the loader itself is missing. The file was seen to be there before. */
const lacking = /error while loading shared libraries: .*|Error loading shared library .*|version `GLIBC\S+' not found.*|spawn \S+ ENOENT/;

/** Where no browser can be had; the message says what was tried. One that is there and does not launch is another error. */
export class NoBrowserError extends Error {}

export interface BrowserSearch {
  /** Programs, the best first. */
  readonly programs?: readonly string[];
  /** Before the second try: another process may still be unpacking the very same file. */
  readonly pauseMs?: number;
}

/**
 * The Chromium of MEDIASHARE_TEST_CHROMIUM, else the one that comes with npm, else the one of the system.
 * @throws NoBrowserError where there is none that this system has the libraries for
 */
export async function launchBrowser({ programs, pauseMs = 5_000 }: BrowserSearch = {}): Promise<Browser> {
  const lacks: string[] = [];
  for (const program of programs ?? (await findBrowsers())) {
    const launched = await launch(program, pauseMs);
    if (typeof launched !== "string") return launched;
    lacks.push(`${program}: ${launched}`);
  }
  const tried = lacks.length === 0 ? `npm has one for Linux on x64 alone, and ${installed} is not there` : lacks.join("; ");
  throw new NoBrowserError(`no Chromium can be had here, set MEDIASHARE_TEST_CHROMIUM to one: ${tried}`);
}

export async function findBrowsers(): Promise<string[]> {
  const named = process.env.MEDIASHARE_TEST_CHROMIUM;
  if (named) return [named];
  const ofNpm = process.platform === "linux" && process.arch === "x64" ? [await sparticuz.executablePath()] : [];
  const isInstalled = await access(installed).then(
    () => true,
    () => false,
  );
  return isInstalled ? [...ofNpm, installed] : ofNpm;
}

/** The browser, or what the system lacks for it. @throws Error with all that it wrote, where it does not launch twice */
async function launch(program: string, pauseMs: number): Promise<Browser | string> {
  await access(program);
  const args = [...sparticuz.args.filter((arg) => !loosening.some((loose) => arg.startsWith(loose)) && !quiet.includes(arg)), ...quiet];
  for (let isSecond = false; ; isSecond = true) {
    try {
      return await chromium.launch({ executablePath: program, args });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const lack = lacking.exec(said)?.[0];
      if (lack !== undefined) return lack;
      if (isSecond) throw new Error(`${program} is there and does not launch: ${said}`, { cause: error });
      await sleep(pauseMs);
    }
  }
}
