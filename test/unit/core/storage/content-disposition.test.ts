import { attachmentDisposition } from "@mediashare/core";
import { expect } from "chai";

describe("attachmentDisposition", () => {
  for (const [name, header] of Object.entries({
    "photo.jpg": `attachment; filename="photo.jpg"; filename*=UTF-8''photo.jpg`,
    "Été à Köln.jpg": `attachment; filename="_t_ _ K_ln.jpg"; filename*=UTF-8''%C3%89t%C3%A9%20%C3%A0%20K%C3%B6ln.jpg`,
    "日本🎉.mp4": `attachment; filename="____.mp4"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%F0%9F%8E%89.mp4`,
    'a"b;c%41.txt': `attachment; filename="a_b;c_41.txt"; filename*=UTF-8''a%22b%3Bc%2541.txt`,
    "it's (1)*.txt": `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`,
    "../../etc/passwd": `attachment; filename="passwd"; filename*=UTF-8''passwd`,
    "C:\\Users\\me\\photo.jpg": `attachment; filename="photo.jpg"; filename*=UTF-8''photo.jpg`,
    "a\r\nSet-Cookie: x=1": `attachment; filename="aSet-Cookie: x=1"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1`,
    "\ud800half.jpg": `attachment; filename="_half.jpg"; filename*=UTF-8''%EF%BF%BDhalf.jpg`,
    "": `attachment; filename="download"; filename*=UTF-8''download`,
    "folder/": `attachment; filename="download"; filename*=UTF-8''download`,
  })) {
    it(`of ${JSON.stringify(name)}`, () => {
      expect(attachmentDisposition(name)).to.equal(header);
    });
  }
});
