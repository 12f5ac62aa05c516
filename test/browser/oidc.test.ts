import { randomUUID } from "node:crypto";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { insertAccount, password, sendJson } from "../support/accounts.ts";
import { type OidcServer, startOidcServer } from "../support/oidc-server.ts";
import { asOwner } from "../support/owner.ts";
import { expectAccessible } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";

const continueWith = (page: Page) => page.getByRole("button", { name: "Continue with Example ID" });
let port = 0;

describeInBrowser(
  "signing in on the site by an identity provider",
  (site) => {
    let provider: OidcServer;
    before(async () => {
      provider = await startOidcServer({ callbackUrl: `${site().url}/v1/oidc/callback`, port });
    });
    after(() => provider.stop());

    const fresh = { session: null };
    const newPerson = () => {
      const sub = randomUUID();
      return { sub, email: `${sub}@people.test`, email_verified: true, name: "Ada Lovelace" };
    };

    for (const [what, viewport] of [
      ["desktop", desktop],
      ["phone", phone],
    ] as const) {
      it(`is offered beside the form, and leads to the page that was asked for, on a ${what}`, async () => {
        const { sub, email } = newPerson();
        const { id } = await insertAccount(site().deployment.db, { email, name: "Ada Lovelace" });
        await site().deployment.db("account_identity").insert({ issuer: provider.issuer, subject: sub, account_id: id, email });
        provider.person = { sub };
        await site().visit("/albums", { ...fresh, viewport }, async (page) => {
          await continueWith(page).waitFor();
          await expectAccessible(page);
          await continueWith(page).press("Enter");
          await page.getByRole("button", { name: "Account of Ada Lovelace" }).waitFor();
          expect(page.url()).to.equal(`${site().url}/albums`);
        });
      });

      it(`makes the account of an invitation, on a ${what}`, async () => {
        const { url } = (await sendJson("POST", `${site().url}/v1/invitations`, {}, asOwner)).body;
        provider.person = newPerson();
        await site().visit(new URL(url).pathname + new URL(url).hash, { ...fresh, viewport }, async (page) => {
          await page.getByRole("heading", { name: "You are invited" }).waitFor();
          await expectAccessible(page);
          await continueWith(page).click();
          await page.getByRole("heading", { name: "Your library is empty" }).waitFor();
          await page.getByRole("button", { name: "Account of Ada Lovelace" }).waitFor();
        });
      });
    }

    it("is connected and disconnected in the settings", async () => {
      const { email } = await insertAccount(site().deployment.db);
      provider.person = { sub: randomUUID() };
      await site().visit("/settings", { ...fresh, viewport: phone }, async (page) => {
        await page.getByLabel("E-mail address").fill(email as string);
        await page.getByLabel("Password").fill(password);
        await page.getByRole("button", { name: "Sign in" }).click();
        const section = page.getByRole("region", { name: "Signing in with Example ID" });
        await section.getByLabel("Present password").fill(password);
        await expectAccessible(page);
        await section.getByRole("button", { name: "Connect with Example ID" }).click();
        await section.getByText(/^Connected since/).waitFor();
        expect(page.url()).to.equal(`${site().url}/settings`);
        await expectAccessible(page);
        await section.getByRole("button", { name: "Disconnect" }).click();
        await section.getByRole("button", { name: "Connect with Example ID" }).waitFor();
      });
    });

    it("says in words why somebody does not come in, and leads back", async () => {
      provider.person = newPerson();
      await site().visit("/sign-in", { ...fresh, viewport: phone, expected: /status of 403/ }, async (page) => {
        await continueWith(page).click();
        await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
        await page.getByText(/the site takes new people only by invitation/).waitFor();
        await expectAccessible(page);
        await page.getByRole("link", { name: "Back to signing in" }).click();
        await continueWith(page).waitFor();
      });
    });

    it("says at the button that the provider is away", async () => {
      await site().visit("/sign-in", { ...fresh, expected: /status of 502/ }, async (page) => {
        const answer = { code: "oidc_unreachable", detail: "Example ID cannot be asked just now." };
        await page.route("**/v1/oidc/start", (route) =>
          route.fulfill({ status: 502, contentType: "application/problem+json", body: JSON.stringify(answer) }),
        );
        await continueWith(page).click();
        await page.getByRole("alert").filter({ hasText: "Example ID cannot be asked just now." }).waitFor();
        await expectAccessible(page);
      });
    });
  },
  async () => {
    port = await findFreePort();
    return {
      MEDIASHARE_OIDC_ISSUER: `http://127.0.0.1:${port}`,
      MEDIASHARE_OIDC_CLIENT_ID: "mediashare",
      MEDIASHARE_OIDC_CLIENT_SECRET: "the secret of the site at the provider",
      MEDIASHARE_OIDC_NAME: "Example ID",
    };
  },
);
