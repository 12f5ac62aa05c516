import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { DomainError } from "@mediashare/kit";

/** A webhook must not go there. */
export class WebhookTargetError extends DomainError {
  readonly code = "webhook_target";
}

const maxUrlLength = 2_000;

/** Not globally reachable, by the IANA special-purpose registries (https://www.iana.org/assignments/iana-ipv4-special-registry), and multicast. */
const specialIpv4 = [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24",
  "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
].flatMap((line) => line.split(" "));
/** Of 2000::/3; the last four carry other addresses inside, or are for documentation. */
const specialIpv6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const special = listOf([...specialIpv4.map((net) => [net, "ipv4"] as const), ...specialIpv6.map((net) => [net, "ipv6"] as const)]);
const globalIpv6 = listOf([["2000::/3", "ipv6"]]);

/** Whether an address is one of the public Internet. What IPv6 embeds of IPv4 is not: it would lead around the list. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, "ipv4");
  return version === 6 && globalIpv6.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** The URL of a webhook, as far as can be said without asking the DNS. @throws WebhookTargetError */
export function parseWebhookUrl(text: string, options: { allowPrivate: boolean }): URL {
  const url = text.length <= maxUrlLength ? URL.parse(text) : null;
  if (!url) throw new WebhookTargetError(`The URL is none, or is longer than ${maxUrlLength} characters.`);
  if (url.protocol !== "https:" && !(options.allowPrivate && url.protocol === "http:")) {
    throw new WebhookTargetError("The URL must begin with https://, so that nobody on the way can read what is told.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new WebhookTargetError("The URL has a user name or password in it. Check the signature instead: that proves who is calling.");
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !options.allowPrivate && !isPublicAddress(host)) throw notPublic(host);
  return url;
}

/**
 * Resolves a name for a connection and hands out only addresses that may be connected to, so that what is checked is what is used:
 * a name that is resolved twice could mean another host the second time.
 */
export function publicLookup(options: { allowPrivate: boolean }, resolve: typeof dnsLookup = dnsLookup): LookupFunction {
  return (hostname, { family, hints, all }, callback) => {
    resolve(
      hostname,
      { all: true, ...(family === undefined ? {} : { family }), ...(hints === undefined ? {} : { hints }) },
      (error, found) => {
        if (error) return callback(error, []);
        const usable = options.allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
        const [first] = usable;
        if (!first) return callback(notPublic(hostname) as NodeJS.ErrnoException, []);
        if (all) callback(null, usable as LookupAddress[]);
        else callback(null, first.address, first.family);
      },
    );
  };
}

function notPublic(host: string): WebhookTargetError {
  return new WebhookTargetError(`${host} is not an address of the public Internet, so nothing is sent there.`);
}

function listOf(nets: readonly (readonly [net: string, family: "ipv4" | "ipv6"])[]): BlockList {
  const list = new BlockList();
  for (const [net, family] of nets) {
    const [address, prefix] = net.split("/") as [string, string];
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
