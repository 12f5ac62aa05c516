import type { LookupAddress, lookup } from "node:dns";
import { isPublicAddress, parseWebhookUrl, publicLookup, WebhookTargetError } from "@mediashare/core";
import { expect } from "chai";

describe("where a webhook may go", () => {
  for (const address of ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e"]) {
    it(`to ${address}`, () => expect(isPublicAddress(address)).to.equal(true));
  }

  for (const [address, what] of [
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["0.0.0.0", "this host"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["169.254.169.254", "link-local: the metadata of clouds"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["192.0.0.170", "IETF"],
    ["198.18.0.1", "benchmarks"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["::1", "loopback"],
    ["::", "unspecified"],
    ["::ffff:127.0.0.1", "IPv4 inside"],
    ["::ffff:8.8.8.8", "IPv4 inside"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["2002:7f00:1::", "6to4"],
    ["2001:0:7f00:1::", "Teredo"],
    ["2001:db8::1", "documentation"],
    ["fc00::1", "unique local"],
    ["fd00:ec2::254", "the metadata of EC2"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local with a zone"],
    ["ff02::1", "multicast"],
    ["example.com", "no address"],
    ["", "nothing"],
  ] as const) {
    it(`not to ${address} (${what})`, () => expect(isPublicAddress(address)).to.equal(false));
  }
});

describe("the URL of a webhook", () => {
  const parse = (url: string, allowPrivate = false): string => parseWebhookUrl(url, { allowPrivate }).href;

  it("is an https URL of a name or a public address", () => {
    expect(parse("https://hooks.example.com/a?b=c")).to.equal("https://hooks.example.com/a?b=c");
    expect(parse("https://[2606:4700:4700::1111]:8443/")).to.equal("https://[2606:4700:4700::1111]:8443/");
  });

  for (const [title, url, sentence] of [
    ["plain http", "http://hooks.example.com/", /must begin with https/],
    ["another protocol", "file:///etc/passwd", /must begin with https/],
    ["no URL", "hooks.example.com", /is none/],
    ["too long a URL", `https://hooks.example.com/${"a".repeat(2_000)}`, /longer than 2000/],
    ["a password", "https://user:secret@hooks.example.com/", /user name or password/],
    ["loopback", "https://127.0.0.1/", /127\.0\.0\.1 is not an address of the public Internet/],
    ["loopback as a number", "https://2130706433/", /127\.0\.0\.1 is not/],
    ["loopback in octal", "https://0177.0.0.1/", /127\.0\.0\.1 is not/],
    ["loopback, shortened", "https://127.1/", /127\.0\.0\.1 is not/],
    ["IPv6 loopback", "https://[::1]/", /::1 is not/],
    ["IPv4 in IPv6", "https://[::ffff:10.0.0.1]/", /is not an address/],
  ] as const) {
    it(`is not ${title}`, () => {
      expect(() => parse(url)).to.throw(WebhookTargetError, sentence);
    });
  }

  it("may be private where the configuration allows it, still without a password", () => {
    expect(parse("http://127.0.0.1:9000/", true)).to.equal("http://127.0.0.1:9000/");
    expect(() => parse("http://u:p@127.0.0.1:9000/", true)).to.throw(WebhookTargetError);
    expect(() => parse("ftp://127.0.0.1/", true)).to.throw(WebhookTargetError);
  });
});

describe("the names of webhooks' hosts", () => {
  const answering = (...addresses: string[]): typeof lookup =>
    ((_hostname: string, _options: unknown, callback: (error: null, found: LookupAddress[]) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      )) as unknown as typeof lookup;
  const ask = (resolve: typeof lookup, options: { all?: boolean; allowPrivate?: boolean } = {}) =>
    new Promise<{ error: Error | null; address: unknown }>((done) =>
      publicLookup({ allowPrivate: options.allowPrivate ?? false }, resolve)(
        "hooks.example.com",
        { all: options.all ?? false },
        (error, address) => done({ error, address }),
      ),
    );

  it("lead to none but public addresses, however many others they name", async () => {
    const resolve = answering("10.0.0.1", "1.1.1.1", "::1", "2606:4700:4700::1111");
    expect((await ask(resolve)).address).to.equal("1.1.1.1");
    expect((await ask(resolve, { all: true })).address).to.deep.equal([
      { address: "1.1.1.1", family: 4 },
      { address: "2606:4700:4700::1111", family: 6 },
    ]);
  });

  it("lead nowhere where all that they name is private", async () => {
    for (const all of [true, false]) {
      const { error } = await ask(answering("127.0.0.1", "169.254.169.254"), { all });
      expect(error).to.be.instanceOf(WebhookTargetError);
      expect(error?.message).to.include("hooks.example.com is not an address of the public Internet");
    }
    expect((await ask(answering("127.0.0.1"), { allowPrivate: true })).address).to.equal("127.0.0.1");
  });

  it("that there are not fail as they do", async () => {
    const failing = ((_h: string, _o: unknown, callback: (error: Error, found: never[]) => void) =>
      callback(new Error("ENOTFOUND"), [])) as never;
    expect((await ask(failing)).error?.message).to.equal("ENOTFOUND");
  });
});
