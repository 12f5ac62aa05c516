import { localOwnerId } from "@mediashare/contract";
import { SignInLinks } from "@mediashare/core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { insertAccount, password } from "../support/accounts.ts";
import { makePhoto } from "../support/files.ts";
import { authSecret } from "../support/owner.ts";
import { asPicked, expectAccessible, filePicker, tile } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";

const signIn = async (page: Page, email: string, secret = password): Promise<void> => {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
};
const refused = /status of 401/;

describeInBrowser("signing in on the site", (site) => {
  const fresh = { session: null };

  for (const [what, viewport] of [
    ["desktop", desktop],
    ["phone", phone],
  ] as const) {
    it(`leads to the page that was asked for, on a ${what}`, async () => {
      const { email, id } = await insertAccount(site().deployment.db);
      const photo = await makePhoto({ seed: viewport.width, width: 300, height: 200 });
      let media = "";
      await site().visit("/", { ...fresh, viewport, expected: refused }, async (page) => {
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
        await expectAccessible(page);
        await signIn(page, email as string, "not the password");
        await page.getByRole("alert").filter({ hasText: "No account has this e-mail address with this password." }).waitFor();
        await expectAccessible(page);
        await signIn(page, email as string);
        await filePicker(page).setInputFiles(asPicked("mine.jpg", photo));
        await tile(page, "mine.jpg").waitFor();
        media = (await site().deployment.db("media").where({ owner_id: id }).first("id"))?.id as string;
        expect(new URL(page.url()).pathname).to.equal("/");
      });
      await site().visit(`/m/${media}`, { ...fresh, viewport }, async (page) => {
        await signIn(page, email as string);
        await page.getByRole("dialog", { name: "Viewer" }).waitFor();
        expect(new URL(page.url()).pathname).to.equal(`/m/${media}`);
      });
    });
  }

  it("never leads away from the site", async () => {
    const { email } = await insertAccount(site().deployment.db);
    await site().visit("/sign-in?next=//example.com/", fresh, async (page) => {
      await signIn(page, email as string);
      await page.getByRole("navigation", { name: "Pages" }).first().waitFor();
      expect(page.url()).to.equal(`${site().url}/`);
    });
  });

  it("shows nobody the library of another", async () => {
    const id = await site().upload("owners.jpg", await makePhoto({ seed: 77, width: 300, height: 200 }));
    const { email } = await insertAccount(site().deployment.db);
    await site().visit("/", { ...fresh, expected: /status of 404/ }, async (page) => {
      await signIn(page, email as string);
      await page.getByRole("heading", { name: "Your library is empty" }).waitFor();
      expect(await tile(page, "owners.jpg").count()).to.equal(0);
      const status = await page.evaluate(async (path) => (await fetch(path)).status, `/v1/media/${id}`);
      expect(status).to.equal(404);
    });
  });

  it("works once by a link, which leaves no trace in the address", async () => {
    const token = await new SignInLinks(authSecret).sign(localOwnerId, new Date());
    await site().visit(`/sign-in#${token}`, fresh, async (page) => {
      await page.getByRole("navigation", { name: "Pages" }).first().waitFor();
      expect(page.url()).to.equal(`${site().url}/`);
      await page.goBack().catch(() => undefined);
      expect(page.url()).not.to.include(token);
    });
    await site().visit(`/sign-in#${token}`, { ...fresh, expected: refused }, async (page) => {
      await page.getByText("This link was used already or has expired.").waitFor();
      expect(page.url()).to.equal(`${site().url}/sign-in`);
      await expectAccessible(page);
    });
  });

  it("ends with signing out: the page, the cookie and what the browser kept", async () => {
    const { email } = await insertAccount(site().deployment.db, { name: "Grace Hopper" });
    await site().visit("/", fresh, async (page) => {
      await signIn(page, email as string);
      await page.getByRole("button", { name: "Account of Grace Hopper" }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      // The mark that others cannot lock somebody out of here stays; it lets nobody in.
      expect((await page.context().cookies()).map(({ name }) => name)).to.deep.equal(["mediashare_device"]);
      await page.goto(`${site().url}/`);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    });
  });

  it("is asked for again when the session has ended elsewhere", async () => {
    const { email, id } = await insertAccount(site().deployment.db);
    await site().visit("/", { ...fresh, expected: refused }, async (page) => {
      await signIn(page, email as string);
      await page.getByRole("navigation", { name: "Pages" }).first().waitFor();
      await site().deployment.db("session").where({ account_id: id }).delete();
      await page.reload();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    });
  });
});

describeInBrowser("a site without accounts", (site) => {
  before(() => site().deployment.db("account").delete());

  it("asks its first visitor to make the administrator's, and then shows the library", async () => {
    await site().visit("/", { session: null, viewport: phone }, async (page) => {
      await page.getByRole("heading", { name: "Welcome to your new site" }).waitFor();
      await expectAccessible(page);
      await page.getByLabel("Your name").fill("Ada");
      await page.getByLabel("E-mail address").fill("ada@people.test");
      await page.getByLabel("Password").fill("a long and lonely password");
      await page.getByRole("button", { name: "Create the account" }).click();
      await page.getByRole("button", { name: "Account of Ada" }).waitFor();
      expect(new URL(page.url()).pathname).to.equal("/");
    });
  });
});
