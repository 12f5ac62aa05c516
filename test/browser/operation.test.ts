import { createServer } from "node:http";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { makePhoto } from "../support/files.ts";
import { expectAccessible } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

const panel = (page: Page, name: string) => page.getByRole("region", { name });

describeInBrowser("the page of operation", (site) => {
  beforeEach(async () => {
    await site().deployment.db("work_pause").delete();
    await site().deployment.db("media").delete();
  });

  /** A photo by its first half. */
  const broken = async (seed: number) => {
    const photo = await makePhoto({ seed });
    return photo.slice(0, photo.length / 2);
  };
  const stateOf = async (id: string) => (await site().deployment.db("media").where({ id }).first("state"))?.state;

  it("is reached by the navigation, and pauses, clears and goes on", async () => {
    await site().visit("/", { viewport: desktop }, async (page) => {
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Operation" }).first().click();
      await page.getByRole("heading", { name: "Operation", level: 1 }).waitFor();
      const queue = panel(page, "Queue");
      await queue.getByText("No worker is busy.").waitFor();
      await queue.getByRole("button", { name: "Pause" }).click();
      await queue.getByText(/^Paused since/).waitFor();
      await waitFor("the worker to hear of it", async () => (await site().worker.log()).includes("processing is paused"));
      const id = await site().upload("held.jpg", await makePhoto({ seed: 1 }));
      await queue.getByRole("rowheader", { name: "held.jpg" }).waitFor();
      expect(await stateOf(id)).to.equal("stored");
      await expectAccessible(page);

      await queue.getByRole("button", { name: "Clear what waits" }).click();
      const question = page.getByRole("alertdialog", { name: "Take out of the queue what waits?" });
      await question.getByRole("button", { name: "Clear what waits" }).press("Enter");
      await page.locator(".toast").getByText("1 item taken out of the queue.").waitFor();
      await queue.getByText("Nothing waits.").waitFor();
      expect(await stateOf(id)).to.equal("failed");

      await queue.getByRole("button", { name: "Go on" }).click();
      await queue.getByText(/^Paused since/).waitFor({ state: "detached" });
      await panel(page, "Failures").getByRole("button", { name: "Try all again that failed with cancelled" }).click();
      await page.locator(".toast").getByText("1 item wait").waitFor();
      await site().ready(id);
      await panel(page, "Failures").getByText("Nothing has failed.").waitFor();
    });
  });

  it("tells failures by their reason, also on a phone in the dark", async () => {
    const ids = [await site().upload("a.jpg", await broken(2)), await site().upload("b.jpg", await broken(3))];
    await waitFor("them to fail", async () => (await Promise.all(ids.map(stateOf))).every((state) => state === "failed"), {
      timeoutMs: 60_000,
    });
    await site().visit("/admin/operation", { viewport: phone, colorScheme: "dark", hasTouch: true }, async (page) => {
      const failures = panel(page, "Failures");
      await failures.getByText("2 items").waitFor();
      await failures.getByText("The fault lies in the files").waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, "nothing stands out of a narrow screen").to.be.at.most(0);
      await expectAccessible(page);
    });
  });

  it("tells what is stored and what was decided about workers", async () => {
    await site().ready(await site().upload("kept.jpg", await makePhoto({ seed: 4 })));
    await site().deployment.db("storage_summary").delete();
    await waitFor("the sum", async () => (await site().deployment.db("storage_summary").where({ area: "renditions" })).length > 0, {
      timeoutMs: 20_000,
    });
    const time = new Date(Date.now() - 7 * 60_000).toISOString();
    const report = {
      time,
      message: "40 s of work wait.",
      workers: { desired: 2, asked: 1, busy: 1, visible: 20, inFlight: 1, meanTaskSeconds: 2, backlogSeconds: 42 },
      nodeGroups: [{ name: "media-spot", capacityType: "Spot", desired: 3, ready: 2 }],
      changes: [{ time, from: 1, to: 2, message: "More work than one can do in time." }],
    };
    const reporter = createServer((_request, response) => response.end(JSON.stringify(report)));
    await new Promise<void>((resolve) => reporter.listen(site().scalingPort, "127.0.0.1", resolve));
    try {
      await site().visit("/admin/operation", { viewport: desktop }, async (page) => {
        await panel(page, "Storage")
          .getByRole("row", { name: /^Photos 1 / })
          .waitFor();
        await panel(page, "Storage").getByRole("rowheader", { name: "Pictures for screens" }).waitFor();
        const scaling = panel(page, "Scaling");
        await scaling.getByText("40 s of work wait.").waitFor();
        await scaling.getByText("media-spot (Spot): 2 of 3 nodes are ready").waitFor();
        await scaling.getByText("1 → 2").waitFor();
        await scaling.getByText(/^As of .*, 7 minutes ago\./).waitFor();
        await expectAccessible(page);
      });
    } finally {
      reporter.closeAllConnections();
      reporter.close();
    }
    await site().visit("/admin/operation", { viewport: desktop }, async (page) => {
      await panel(page, "Scaling").getByText("Who scales the workers does not answer at this moment.").waitFor();
    });
  });
});
