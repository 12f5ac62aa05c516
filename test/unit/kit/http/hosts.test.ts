import { isTrustedHost } from "@mediashare/kit";
import { expect } from "chai";

describe("isTrustedHost", () => {
  const urls = ["https://photos.example", "http://Upload.example:8081/base"];

  for (const host of [
    "photos.example",
    "PHOTOS.example:443",
    "upload.example:1",
    "localhost",
    "web.localhost:80",
    "127.0.0.1:8080",
    "[::1]:8080",
    "0x7f.1",
  ]) {
    it(`knows ${host}`, () => expect(isTrustedHost(host, urls)).to.equal(true));
  }

  for (const host of [
    "",
    "evil.example",
    "photos.example.evil.example",
    "evil-photos.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "a b",
    "evil.example/photos.example",
    "[::1",
  ]) {
    it(`does not know ${JSON.stringify(host)}`, () => expect(isTrustedHost(host, urls)).to.equal(false));
  }
});
