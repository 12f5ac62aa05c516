import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import { makePhoto } from "../support/files.ts";
import { expectAccessible } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("the page of webhooks", (site) => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answer = 204;
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer).end();
    });
  });
  let url: string;
  before(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  after(() => receiver.close());
  beforeEach(async () => {
    received.length = 0;
    answer = 204;
    await site().deployment.db("webhook").delete();
  });

  it("adds one, shows its secret once, tests it, and tells in its log what was sent", async () => {
    await site().visit("/settings/webhooks", { viewport: desktop }, async (page) => {
      await page.getByText("There are no webhooks yet.").waitFor();
      await page.getByRole("button", { name: "Add a webhook" }).click();
      const dialog = page.getByRole("dialog", { name: "Add a webhook" });
      await dialog.getByLabel("Address").fill(url);
      for (const name of ["A share link that was made", "A share link that was turned off"])
        expect(await dialog.getByLabel(name).isChecked()).to.equal(true);
      await expectAccessible(page);
      await dialog.getByLabel("Address").press("Enter");
      const shown = page.getByRole("dialog", { name: "The signing secret" });
      const secret = await shown.getByLabel("Secret").inputValue();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await shown.waitFor({ state: "detached" });

      const card = page.getByRole("region", { name: url });
      await card.getByRole("button", { name: "Send a test" }).click();
      await waitFor("the test", () => received.length === 1);
      await card.getByText("Log").click();
      await card.getByText("webhook.test").waitFor();
      await card.getByText("arrived").waitFor();

      await site().ready(await site().upload("told.jpg", await makePhoto({ seed: 21 })));
      await waitFor("the event", () => received.length === 2);
      const [, event] = received as [unknown, { headers: Record<string, string>; body: string }];
      expect(new Webhook(secret).verify(event.body, event.headers)).to.include({ type: "media.ready" });
      await card.getByText("media.ready").waitFor();
      await card.getByRole("button", { name: /^Send media\.ready of .* again$/ }).click();
      await waitFor("it again", () => received.length === 3);
      await expectAccessible(page);
      expect(await page.content(), "the secret is gone").not.to.include(secret);
    });
  });

  it("says why an address is refused, and keeps what was written", async () => {
    await site().visit(
      "/settings/webhooks",
      { viewport: phone, hasTouch: true, colorScheme: "dark", expected: /status of 422/ },
      async (page) => {
        await page.getByRole("button", { name: "Add a webhook" }).tap();
        const dialog = page.getByRole("dialog", { name: "Add a webhook" });
        await dialog.getByLabel("Address").fill("ftp://hooks.example.com/");
        await dialog.getByRole("button", { name: "Save" }).tap();
        await dialog.getByRole("alert").getByText("must begin with https://").waitFor();
        expect(await dialog.getByLabel("Address").inputValue()).to.equal("ftp://hooks.example.com/");
        await expectAccessible(page);
        await dialog.getByRole("button", { name: "Cancel" }).tap();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).to.be.at.most(0);
      },
    );
  });

  it("changes, disables, enables and deletes one", async () => {
    answer = 410;
    await site().visit("/settings/webhooks", { viewport: desktop }, async (page) => {
      await page.getByRole("button", { name: "Add a webhook" }).click();
      await page.getByRole("dialog").getByLabel("Address").fill(url);
      await page.getByRole("dialog").getByLabel("An item that is ready").uncheck();
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await page.getByRole("dialog", { name: "The signing secret" }).getByRole("button", { name: "Close" }).click();
      const card = page.getByRole("region", { name: url });
      await card.getByText("An item that could not be processed").waitFor();
      expect(await card.getByText("An item that is ready").count()).to.equal(0);
      await card.getByRole("button", { name: "Send a test" }).click();
      await waitFor("the test", () => received.length === 1);
      await page.reload();
      await card.getByText("Disabled, as it answered that it is gone (410)").waitFor();
      await card.getByRole("button", { name: "Enable" }).click();
      await card.getByText("Active").waitFor();
      await card.getByRole("button", { name: "Disable" }).click();
      await card.getByText("Disabled", { exact: true }).waitFor();
      await card.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
      await page.getByText("There are no webhooks yet.").waitFor();
    });
  });
});
