import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { findBrowsers, launchBrowser, NoBrowserError } from "../support/chromium.ts";
import { skipSuite } from "../support/skip-suite.ts";
import { useTempFolder } from "../support/temp-folder.ts";

describe("a browser that does not launch at first", function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  before(async function () {
    try {
      await (await launchBrowser()).close();
    } catch (error) {
      if (!(error instanceof NoBrowserError)) throw error;
      skipSuite(this, error.message);
    }
  });

  it("is there after the second try", async () => {
    const program = join(folder(), "chromium");
    const [real] = await findBrowsers();
    const script = `#!/bin/sh\nif [ ! -e '${program}.tried' ]; then touch '${program}.tried'; exit 1; fi\nexec '${real}' "$@"\n`;
    await writeFile(program, script, { mode: 0o700 });
    const browser = await launchBrowser({ programs: [program], pauseMs: 10 });
    try {
      expect(browser.version()).to.match(/^\d+\./);
    } finally {
      await browser.close();
    }
  });
});
