import { localOwnerId } from "@mediashare/contract";
import { createSession } from "@mediashare/core";
import { buildSite, findFreePort } from "@mediashare/local";
import { createSessionCookie } from "@mediashare/web";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser, NoBrowserError } from "./chromium.ts";
import { type Deployment, type FleetProcess, startDeployment } from "./deployment.ts";
import { fetchAsOwner } from "./owner.ts";
import { skipSuite } from "./skip-suite.ts";
import { waitFor } from "./wait-for.ts";

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

export interface VisitOptions extends Pick<BrowserContextOptions, "viewport" | "colorScheme" | "hasTouch" | "serviceWorkers"> {
  /** Complaints in the console that belong to what is tried. */
  readonly expected?: RegExp;
  /** The secret of a session; left out: the owner's. Null: nobody is signed in. */
  readonly session?: string | null;
}

/** The whole product with a browser before it. */
export interface Site {
  readonly url: string;
  readonly uploadUrl: string;
  readonly deliveryUrl: string;
  /** Where the web fleet asks what was decided about workers; nobody listens there unless a test does. */
  readonly scalingPort: number;
  readonly deployment: Deployment;
  readonly worker: FleetProcess;
  /** Opens a page in a profile of its own; fails when its console or its Content-Security-Policy had anything to complain about. */
  visit(path: string, options: VisitOptions, journey: (page: Page) => Promise<void>): Promise<void>;
  /** Uploads a file without the site, and returns its media's id. */
  upload(name: string, content: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Waits until a media is ready. */
  ready(id: string): Promise<void>;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** A `describe` whose tests share one site; skipped, with the reason in its title, where no browser runs. */
export function describeInBrowser(title: string, body: (site: () => Site) => void, environment?: () => Promise<Environment>): void {
  describe(title, function () {
    this.timeout(120_000);
    let site: Site | undefined;
    before(async function () {
      try {
        site = await startSite(await environment?.());
      } catch (error) {
        if (!(error instanceof NoBrowserError)) throw error;
        skipSuite(this, error.message);
      }
    });
    after(() => site?.stop());
    body(() => {
      if (!site) throw new Error("The site is there from the before hook on.");
      return site;
    });
  });
}

export async function startSite(environment: Environment = {}): Promise<Site> {
  const browser = await launchBrowser();
  try {
    await buildSite();
    return await startFleets(browser, environment);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function startFleets(browser: Browser, environment: Environment): Promise<Site> {
  const ports = { web: await findFreePort(), upload: await findFreePort(), edge: await findFreePort() };
  const [url, uploadUrl, deliveryUrl] = [ports.web, ports.upload, ports.edge].map((port) => `http://127.0.0.1:${port}`) as [
    string,
    string,
    string,
  ];
  const scalingPort = await findFreePort();
  const deployment = await startDeployment({
    MEDIASHARE_SCALING_URL: `http://127.0.0.1:${scalingPort}/`,
    MEDIASHARE_WEBHOOK_PRIVATE_TARGETS: "true",
    MEDIASHARE_SITE_ORIGINS: url,
    MEDIASHARE_UPLOAD_URL: uploadUrl,
    MEDIASHARE_DELIVERY_URL: deliveryUrl,
    ...environment,
  });
  const stop = async (): Promise<void> => {
    await browser.close();
    await deployment.stop();
  };
  try {
    await deployment.start("upload", { MEDIASHARE_PORT: String(ports.upload) });
    const session = await createSession(deployment.db, { accountId: localOwnerId, userAgent: "Tests" });
    const [worker] = await Promise.all([
      deployment.start("worker"),
      deployment.start("web", { MEDIASHARE_PORT: String(ports.web) }),
      deployment.start("edge", { MEDIASHARE_PORT: String(ports.edge) }),
    ]);
    return {
      url,
      uploadUrl,
      deliveryUrl,
      scalingPort,
      deployment,
      worker,
      visit: (path, options, journey) => visit(browser, url, path, { session, ...options }, journey),
      upload: (name, content) => upload(uploadUrl, name, content),
      ready: (id) => waitUntilReady(deployment, id),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What Playwright itself says where a test wants no worker. */
const blockedWorker = "Service Worker registration blocked by Playwright";

async function visit(
  browser: Browser,
  url: string,
  path: string,
  { expected, session, ...options }: VisitOptions,
  journey: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: "en-GB",
    timezoneId: "UTC",
    // Requests that pass through the worker are not those that a test sees and cuts.
    serviceWorkers: "block",
    ...options,
  });
  try {
    const complaints: string[] = [];
    if (session) await context.addCookies([{ name: createSessionCookie(url).name, value: session, url, httpOnly: true, sameSite: "Lax" }]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.text().startsWith(blockedWorker)) return;
      if (message.type() === "error" || message.type() === "warning") complaints.push(`${message.text()} (${message.location().url})`);
    });
    await page.goto(url + path);
    await journey(page);
    expect(complaints.filter((complaint) => !expected?.test(complaint))).to.deep.equal([]);
  } finally {
    await context.close();
  }
}

async function upload(uploadUrl: string, name: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  form.append("file", new Blob([content]), name);
  const response = await fetchAsOwner(`${uploadUrl}/v1/media`, { method: "POST", body: form });
  expect(response.status, `${name} is received`).to.equal(201);
  const { items } = (await response.json()) as { items: { id: string }[] };
  return (items[0] as { id: string }).id;
}

async function waitUntilReady({ db }: Deployment, id: string): Promise<void> {
  const look = (): Promise<{ state: string } | undefined> =>
    db("media").where({ id }).first("state", "progress", "failure_code", "failure_message");
  await waitFor(`media ${id} to be ready`, async () => (await look())?.state === "ready", { timeoutMs: 90_000, detail: look });
}
