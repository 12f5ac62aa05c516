import { access } from "node:fs/promises";
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

/** Where no browser starts; the message says what was tried. */
export class NoBrowserError extends Error {}

/** The Chromium of MEDIASHARE_TEST_CHROMIUM, else the one that comes with npm, else the one of the system. @throws NoBrowserError */
export async function launchBrowser(): Promise<Browser> {
  const args = [...sparticuz.args.filter((arg) => !loosening.some((loose) => arg.startsWith(loose)) && !quiet.includes(arg)), ...quiet];
  const faults: string[] = [];
  for (const find of candidates()) {
    try {
      const executablePath = await find();
      await access(executablePath);
      return await chromium.launch({ executablePath, args });
    } catch (error) {
      faults.push(error instanceof Error ? (error.message.split("\n", 1)[0] as string) : String(error));
    }
  }
  throw new NoBrowserError(`no Chromium starts here, set MEDIASHARE_TEST_CHROMIUM to one: ${faults.join("; ")}`);
}

function candidates(): (() => Promise<string>)[] {
  const named = process.env.MEDIASHARE_TEST_CHROMIUM;
  if (named) return [async () => named];
  return [() => sparticuz.executablePath(), async () => installed];
}
