import { expect } from "chai";
import { makePhoto } from "../support/files.ts";
import { asPicked, expectAccessible, filePicker, tile, uploadRow, viewer } from "../support/pages.ts";
import { describeInBrowser, phone } from "../support/site.ts";

describeInBrowser("what cannot be shown", (site) => {
  it("a photo cut off on its way says why, and can be deleted", async () => {
    const whole = await makePhoto({ seed: 20, width: 1200, height: 900 });
    const cut = whole.slice(0, whole.length / 3);
    await site().visit("/", {}, async (page) => {
      await filePicker(page).setInputFiles(asPicked("cut.jpg", cut));
      await uploadRow(page, "cut.jpg", "done").waitFor();
      const failed = page.locator(".failed-tile").filter({ hasText: "cut.jpg" });
      await failed.waitFor();
      const row = await site().deployment.db("media").where({ file_name: "cut.jpg" }).first("failure_message");
      const reason = row?.failure_message ?? "";
      expect(reason).to.match(/^[A-Z].+\.$/);
      await failed.getByText(reason).waitFor();
      expect(await page.getByRole("button", { name: "Try cut.jpg again" }).count(), "the same bytes end the same way").to.equal(0);
      await page.getByRole("button", { name: "Clear finished" }).click();
      await expectAccessible(page);
      await page.setViewportSize(phone);
      await expectAccessible(page);

      await tile(page, "cut.jpg", "failed").focus();
      await page.keyboard.press("Enter");
      await viewer(page).getByText(reason).waitFor();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });

      await page.getByRole("button", { name: "Delete cut.jpg" }).click();
      await tile(page, "cut.jpg").waitFor({ state: "detached" });
      await page.getByText("Your library is empty").waitFor();
    });
  });

  it("text named .jpg is refused by the server, in words", async () => {
    const text = Buffer.from("This is no photo, whatever it is called.\n".repeat(50));
    await site().visit("/", { expected: /415/ }, async (page) => {
      await filePicker(page).setInputFiles(asPicked("letter.jpg", text));
      const row = uploadRow(page, "letter.jpg", "failed");
      await row.waitFor();
      expect(await row.locator(".upload-status").textContent()).to.match(/^"letter\.jpg" is not a photo or video .+\.$/);
      expect(await page.getByRole("button", { name: "Retry letter.jpg" }).count()).to.equal(0);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Clear finished" }).click();
      await page.getByRole("region", { name: "Uploads" }).waitFor({ state: "detached" });
    });
    expect(await site().deployment.db("media").where({ file_name: "letter.jpg" })).to.deep.equal([]);
  });

  it("what is no photo or video by its kind is not even sent", async () => {
    await site().visit("/", {}, async (page) => {
      const sent: string[] = [];
      page.on("request", (request) => {
        if (request.url().startsWith(site().uploadUrl)) sent.push(request.url());
      });
      await filePicker(page).setInputFiles([
        asPicked("report.pdf", Buffer.from("%PDF-1.7"), "application/pdf"),
        asPicked("empty.jpg", Buffer.alloc(0)),
      ]);
      await page.locator("summary", { hasText: "2 files were left out" }).click();
      await page.getByText("Not a kind of photo or video that can be shown").waitFor();
      await page.getByText("The file is empty").waitFor();
      await expectAccessible(page);
      expect(sent).to.deep.equal([]);
    });
  });

  it("an address that nothing is at looks like the site, in the theme that was chosen there", async () => {
    await site().visit(
      "/nothing/here",
      { session: null, colorScheme: "dark", viewport: phone, expected: /status of 404/ },
      async (page) => {
        const backgroundOf = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        await page.getByRole("heading", { name: "Not found" }).waitFor();
        expect(await backgroundOf()).to.equal("rgb(20, 21, 19)");
        await expectAccessible(page);
        await page.emulateMedia({ colorScheme: "light" });
        expect(await backgroundOf()).to.equal("rgb(251, 250, 248)");
        await expectAccessible(page);
        await page.evaluate(() => localStorage.setItem("mediashare.theme", "dark"));
        await page.reload();
        expect(await backgroundOf()).to.equal("rgb(20, 21, 19)");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
      },
    );
  });
});
