import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { deliveryKeys, runFolder } from "../storage/delivery-keys.ts";
import { encodeCloudFrontBase64 } from "./cloudfront-base64.ts";
import { renderPolicy } from "./signing-policy.ts";

export interface DeliverySignerOptions {
  /** Public URL of the CDN or edge, with or without a trailing slash. */
  readonly deliveryUrl: string;
  readonly keyPairId: string;
  /** PEM: ECDSA with P-256, or RSA. */
  readonly privateKey: string;
  /** How long a URL works at least; at most twice as long. */
  readonly ttlMs: number;
  /** Media whose signatures are kept, so that they are computed once per window. */
  readonly cacheSize?: number;
}

export interface SignedMedia {
  /** The URL of an object of this media. Throws RangeError for any other key. */
  readonly urlFor: (key: string) => string;
  /** The URL of the folder of one run over this media, with a slash at its end. */
  readonly folderOf: (generation: number) => string;
  /** The signature of all that lies below the media's prefix, for who makes the URLs; without the question mark. */
  readonly query: string;
  readonly expiresAt: Date;
}

const defaultCacheSize = 20_000;

/**
 * Signs everything below a media's prefix with one wildcard policy. Expiry is aligned to windows of the TTL, and signatures are kept, so
 * that within a window the URLs of a media stay the same and browsers can cache what they name; a CDN looks at the path only.
 * With an RSA key they are also the same from every server; ECDSA signs anew each time, at a twentieth of the cost.
 */
export class DeliverySigner {
  readonly #keyPairId: string;
  readonly #privateKey: KeyObject;
  readonly #ttlMs: number;
  readonly #baseUrl: string;
  readonly #cache = new Map<string, SignedMedia>();
  readonly #cacheSize: number;

  /** Throws where the private key cannot be read. */
  constructor(options: DeliverySignerOptions) {
    this.#privateKey = createPrivateKey(options.privateKey);
    if (!isSigningKey(this.#privateKey)) throw new TypeError("Delivery URLs are signed with a key of RSA, or of ECDSA with P-256.");
    if (!(options.ttlMs >= 1000)) throw new RangeError(`Delivery URLs that work for ${options.ttlMs} ms are none.`);
    this.#keyPairId = options.keyPairId;
    this.#ttlMs = options.ttlMs;
    this.#baseUrl = options.deliveryUrl.replace(/\/+$/, "");
    this.#cacheSize = options.cacheSize ?? defaultCacheSize;
  }

  signMedia(mediaId: string, now: Date): SignedMedia {
    const expiresAt = this.expiryAt(now);
    const cached = this.#cache.get(mediaId);
    const isFresh = cached?.expiresAt.getTime() === expiresAt.getTime();
    const signed = isFresh ? cached : this.#sign(mediaId, expiresAt);
    this.#remember(mediaId, signed);
    return signed;
  }

  /** Until when what is signed now works. */
  expiryAt(now: Date): Date {
    return planExpiry(now, this.#ttlMs);
  }

  #sign(mediaId: string, expiresAt: Date): SignedMedia {
    const prefix = deliveryKeys.mediaPrefix(mediaId);
    const baseUrl = this.#baseUrl;
    const policy = Buffer.from(renderPolicy(`${baseUrl}/${prefix}*`, Math.floor(expiresAt.getTime() / 1000)));
    // SHA-1 is what CloudFront takes where the URL names no other hash.
    const signature = encodeCloudFrontBase64(sign("sha1", policy, this.#privateKey));
    const query = `Policy=${encodeCloudFrontBase64(policy)}&Key-Pair-Id=${encodeURIComponent(this.#keyPairId)}&Signature=${signature}`;
    return {
      query,
      expiresAt,
      folderOf: (generation) => `${baseUrl}/${prefix}${runFolder(generation)}`,
      urlFor: (key) => {
        if (!key.startsWith(prefix)) throw new RangeError(`"${key}" is no object of the media ${mediaId}.`);
        return `${baseUrl}/${encodePath(key)}?${query}`;
      },
    };
  }

  /** Maps keep their order: the least recently used stands first. */
  #remember(mediaId: string, signed: SignedMedia): void {
    this.#cache.delete(mediaId);
    this.#cache.set(mediaId, signed);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > this.#cacheSize && oldest !== undefined) this.#cache.delete(oldest);
  }
}

/** What a key, or a part of one, is in a URL. Nearly every one stands for itself, and a page has a thousand of them. */
export const encodePath = (key: string): string => (/^[\w./-]*$/.test(key) ? key : key.split("/").map(encodeURIComponent).join("/"));

/** As OpenSSL names P-256. */
const isSigningKey = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
  asymmetricKeyType === "rsa" || (asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1");

/** The end of the window after the current one, in whole seconds: between one and two TTLs away. */
export function planExpiry(now: Date, ttlMs: number): Date {
  const windowMs = Math.ceil(ttlMs / 1000) * 1000;
  return new Date((Math.floor(now.getTime() / windowMs) + 2) * windowMs);
}
