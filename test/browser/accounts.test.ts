import { localOwnerId } from "@mediashare/contract";
import { createSession } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, password } from "../support/accounts.ts";
import { expectAccessible } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";

const good = "four unrelated words, such as these";

describeInBrowser("accounts on the site", (site) => {
  const sessionOf = (accountId: string) =>
    createSession(site().deployment.db, { accountId, userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0" });

  for (const [what, viewport] of [
    ["desktop", desktop],
    ["phone", phone],
  ] as const) {
    it(`lead from an invitation to a library, on a ${what}`, async () => {
      let link = "";
      const email = `${what}@people.test`;
      await site().visit("/", { viewport }, async (page) => {
        await page.getByRole("button", { name: /^Account of/ }).click();
        await page.getByRole("menuitem", { name: "Users" }).click();
        await page.getByRole("heading", { name: "Users", level: 1 }).waitFor();
        await expectAccessible(page);
        await page.getByLabel("E-mail address").fill(email);
        await page.getByLabel("Most to store, in gigabytes").fill("0.5");
        await page.getByRole("button", { name: "Make the invitation" }).click();
        link = await page.getByLabel("Link of the invitation").inputValue();
        await page.getByText(email).first().waitFor();
        await expectAccessible(page);
      });
      expect(link).to.match(new RegExp(`^${site().url}/invite#[\\w-]{43}$`));
      await site().visit(new URL(link).pathname + new URL(link).hash, { viewport, session: null }, async (page) => {
        await page.getByRole("heading", { name: "You are invited" }).waitFor();
        expect(page.url()).to.equal(`${site().url}/invite`);
        expect(await page.getByLabel("E-mail address").inputValue()).to.equal(email);
        await expectAccessible(page);
        await page.getByLabel("Your name").fill("Ada");
        await page.getByLabel("Password").fill(good);
        await page.getByRole("button", { name: "Create the account" }).click();
        await page.getByRole("button", { name: "Account of Ada" }).waitFor();
      });
      const account = await site().deployment.db("account").where({ email }).first();
      expect([account?.role, account?.quota_bytes]).to.deep.equal(["member", 500_000_000]);
      await site().visit(
        new URL(link).pathname + new URL(link).hash,
        { viewport, session: null, expected: /status of 404/ },
        async (page) => {
          await page.getByRole("heading", { name: "This invitation does not work" }).waitFor();
          await expectAccessible(page);
        },
      );
    });

    it(`have settings: a name, a token that is shown once, other sessions, on a ${what}`, async () => {
      const account = await insertAccount(site().deployment.db, { name: "Grace" });
      const session = await sessionOf(account.id);
      await sessionOf(account.id);
      await site().visit("/settings", { viewport, session }, async (page) => {
        await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
        await page.getByText("Firefox on Linux").first().waitFor();
        await expectAccessible(page);
        await page.getByLabel("Your name").fill("Grace Hopper");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("button", { name: "Account of Grace Hopper" }).waitFor();

        await page.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
        await page.getByRole("button", { name: "Sign out Firefox on Linux" }).waitFor({ state: "detached" });

        await page.getByLabel("What it is for").fill("Laptop");
        await page.getByRole("button", { name: "Make a token" }).click();
        const token = await page.getByLabel("The token", { exact: true }).inputValue();
        expect(token).to.match(/^ms_[\w-]{43}$/);
        await expectAccessible(page);
        const answer = await fetch(`${site().url}/v1/media`, { headers: { Authorization: `Bearer ${token}` } });
        expect(answer.status).to.equal(200);
        await page.getByRole("button", { name: "I have copied it" }).click();
        await page.reload();
        await page.getByText("Laptop", { exact: true }).waitFor();
        expect(await page.content()).not.to.include(token);
        await page.getByRole("button", { name: "Revoke “Laptop”" }).click();
        await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
        await page.getByText("Laptop", { exact: true }).waitFor({ state: "detached" });
        const refused = await fetch(`${site().url}/v1/media`, { headers: { Authorization: `Bearer ${token}` } });
        expect(refused.status).to.equal(401);
      });
      expect(await site().deployment.db("session").where({ account_id: account.id })).to.have.length(1);
    });
  }

  it("get a new password in the settings, not one that everybody tries", async () => {
    const account = await insertAccount(site().deployment.db);
    const session = await sessionOf(account.id);
    await site().visit("/settings", { session, expected: /status of 422/ }, async (page) => {
      await page.getByLabel("Present password").fill(password);
      await page.getByLabel("New password").fill("password1234");
      await page.getByRole("button", { name: "Change the password" }).click();
      await page.getByRole("alert").filter({ hasText: "among the first that would be tried" }).waitFor();
      await page.getByLabel("New password").fill(good);
      await page.getByRole("button", { name: "Change the password" }).click();
      await page.getByText("The password is changed.").first().waitFor();
    });
  });

  it("get a new password by a link that an administrator hands on", async () => {
    const account = await insertAccount(site().deployment.db, { name: "Forgetful" });
    let link = "";
    await site().visit("/admin/users", {}, async (page) => {
      await page.getByRole("button", { name: "Change Forgetful" }).click();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Link to a new password" }).click();
      link = await page.getByLabel("Link to a new password").inputValue();
    });
    await site().visit(new URL(link).pathname + new URL(link).hash, { session: null, viewport: phone }, async (page) => {
      await page.getByLabel("New password").fill(good);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Set the password" }).click();
      await page.getByRole("heading", { name: "The password is set" }).waitFor();
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByLabel("E-mail address").fill(account.email as string);
      await page.getByLabel("Password").fill(good);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Account of Forgetful" }).waitFor();
    });
  });

  it("are disabled and removed by administrators", async () => {
    const account = await insertAccount(site().deployment.db, { name: "Leaver" });
    await site().visit("/admin/users", {}, async (page) => {
      await page.getByRole("button", { name: "Change Leaver" }).click();
      await page.getByLabel("May sign in").uncheck();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Disabled").waitFor();
      await page.getByRole("button", { name: "Change Leaver" }).click();
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
      await page.getByRole("button", { name: "Change Leaver" }).waitFor({ state: "detached" });
    });
    expect(await site().deployment.db("account").where({ id: account.id })).to.deep.equal([]);
    expect(await site().deployment.db("account").where({ id: localOwnerId })).to.have.length(1);
  });
});
