import { readFile } from "node:fs/promises";
import { noticeTokens, renderNotice } from "@mediashare/web";
import { expect } from "chai";

const ui = new URL("../../../services/web/ui/", import.meta.url);

describe("the page for when the site cannot be shown", () => {
  it("has the colours of the site", async () => {
    const css = await readFile(new URL("src/styles/tokens.css", ui), "utf8");
    for (const [name, value] of Object.entries(noticeTokens)) expect(css).to.include(`${name}: ${value};`);
  });

  it("has the mark of the site", async () => {
    const icon = await readFile(new URL("public/favicon.svg", ui), "utf8");
    const shapes = icon.slice(icon.indexOf("<rect"), icon.indexOf("</svg>"));
    expect(renderNotice({ title: "Not found", text: "There is nothing." })).to.include(shapes);
  });

  it("has a way on only where there is one", () => {
    const notice = { title: "Not found", text: "There is nothing." };
    expect(renderNotice(notice)).not.to.include("<a ");
    expect(renderNotice({ ...notice, link: { href: "/", text: "Home" } })).to.include('<a href="/">Home</a>');
  });
});
