import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { launchBrowser, NoBrowserError } from "../../support/chromium.ts";
import { useTempFolder } from "../../support/temp-folder.ts";

describe("the browser of the tests", function () {
  this.timeout(20_000);
  before(function () {
    if (process.platform !== "linux") this.skip();
  });
  const folder = useTempFolder();
  /** A program that counts how often it was started, says something and ends. */
  const program = async (name: string, said: string, interpreter = "/bin/sh"): Promise<string> => {
    const path = join(folder(), name);
    await writeFile(path, `#!${interpreter}\necho start >>'${path}.starts'\necho "${said}" >&2\nexit 127\n`, { mode: 0o700 });
    return path;
  };
  const starts = async (path: string) => (await readFile(`${path}.starts`, "utf8")).trim().split("\n").length;
  const fault = (programs: readonly string[]) =>
    launchBrowser({ programs, pauseMs: 10 }).then(
      async (browser) => {
        await browser.close();
        throw new Error("A browser started.");
      },
      (error: unknown) => error as Error,
    );

  it("is none where the system lacks what each of them needs, which is said", async () => {
    const first = await program("first", "first: error while loading shared libraries: libnss3.so: cannot open shared object file");
    const second = await program("second", "", "/no/loader");
    const error = await fault([first, second]);
    expect(error).to.be.instanceOf(NoBrowserError);
    expect(error.message).to.match(/first: .*libnss3\.so.*; .*second: spawn \S+ ENOENT/);
    expect(await starts(first)).to.equal(1);
  });

  it("that is there and does not launch is tried a second time, and then a fault, with what it wrote", async () => {
    const broken = await program("broken", "the profile is in use by another process");
    const error = await fault([broken, await program("other", "")]);
    expect(error).not.to.be.instanceOf(NoBrowserError);
    expect(error.message).to.include("broken is there and does not launch").and.include("the profile is in use by another process");
    expect(await starts(broken)).to.equal(2);
  });

  it("that was named and is not there is a fault", async () => {
    const error = await fault([join(folder(), "absent")]);
    expect(error).not.to.be.instanceOf(NoBrowserError);
    expect(error.message).to.match(/ENOENT.*absent/);
  });

  it("is none where there is none to try", async () => {
    expect(await fault([])).to.be.instanceOf(NoBrowserError);
  });
});
