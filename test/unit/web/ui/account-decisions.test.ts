import { parseQuota, writeQuota } from "@mediashare/web/ui/admin/quota.ts";
import { describeBrowser } from "@mediashare/web/ui/settings/describe-browser.ts";
import { expect } from "chai";

describe("a quota as administrators write it", () => {
  for (const [text, bytes] of [
    ["", null],
    ["  ", null],
    ["0", 0],
    ["1.5", 1_500_000_000],
    ["2,25", 2_250_000_000],
    ["-1", undefined],
    ["much", undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${bytes}`, () => expect(parseQuota(text)).to.equal(bytes));
  }

  it("is written as it was read", () => {
    for (const bytes of [null, 0, 1_500_000_000]) expect(parseQuota(writeQuota(bytes))).to.equal(bytes);
  });
});

describe("what a browser calls itself", () => {
  for (const [userAgent, browser, system] of [
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
      "Chrome",
      "Windows",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      "Edge",
      "Windows",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
      "Safari",
      "iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
      "Samsung Internet",
      "Android",
    ],
  ] as const) {
    it(`is ${browser} on ${system} in words`, () => expect(describeBrowser(userAgent)).to.deep.equal({ browser, system }));
  }

  it("is nothing known where it is a program", () => {
    expect(describeBrowser("curl/8.9.1")).to.equal(undefined);
    expect(describeBrowser("")).to.equal(undefined);
  });
});
