import { type KeyObject, verify } from "node:crypto";
import { decodeCloudFrontBase64 } from "./cloudfront-base64.ts";
import { matchesResource, parsePolicy, renderPolicy, type SigningPolicy } from "./signing-policy.ts";

export interface VerifyOptions {
  /** By key pair id: PEM, or the parsed key, which spares parsing it each time. */
  readonly publicKeys: ReadonlyMap<string, string | KeyObject>;
  readonly now: Date;
}

export type SignatureRefusal =
  /** No signature at all. */
  | "unsigned"
  /** Parameters missing, doubled or unreadable, or a policy with conditions that are not supported (IpAddress). */
  | "malformed"
  | "unknown_key"
  | "bad_signature"
  /** Signed, but for other URLs. */
  | "other_resource"
  | "not_yet_valid"
  | "expired";

export type SignatureVerdict =
  | { readonly ok: true; readonly keyPairId: string; readonly resource: string; readonly expiresAt: Date }
  | { readonly ok: false; readonly reason: SignatureRefusal };

const ownParameters = ["Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"] as const;
type OwnParameter = (typeof ownParameters)[number];

/** How CloudFront names them in `Hash-Algorithm`; SHA1 where it is left out. */
const algorithms: Readonly<Record<string, string>> = { SHA1: "sha1", SHA256: "sha256" };

/**
 * Decides whether CloudFront would serve a signed URL, by canned or custom policy.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
 */
export function verifySignedUrl(url: string, { publicKeys, now }: VerifyOptions): SignatureVerdict {
  const { baseUrl, parameters, isDoubled } = splitUrl(url);
  if (parameters.size === 0) return refuse("unsigned");
  const keyPairId = parameters.get("Key-Pair-Id");
  const signature = decodeCloudFrontBase64(parameters.get("Signature") ?? "");
  const algorithm = algorithms[parameters.get("Hash-Algorithm") ?? "SHA1"];
  const policyJson = readPolicy(baseUrl, parameters);
  if (isDoubled || !keyPairId || !signature?.length || !algorithm || !policyJson) return refuse("malformed");

  const publicKey = publicKeys.get(keyPairId);
  if (!publicKey) return refuse("unknown_key");
  if (!verify(algorithm, policyJson, publicKey, signature)) return refuse("bad_signature");

  const policy = parsePolicy(policyJson.toString());
  if (!policy) return refuse("malformed");
  const reason = judge(policy, parameters.has("Policy"), baseUrl, now);
  return reason ? refuse(reason) : { ok: true, keyPairId, resource: policy.resource, expiresAt: policy.expiresAt };
}

function judge(policy: SigningPolicy, isCustom: boolean, baseUrl: string, now: Date): SignatureRefusal | undefined {
  if (isCustom ? !matchesResource(policy.resource, baseUrl) : policy.resource !== baseUrl) return "other_resource";
  if (policy.startsAt && now <= policy.startsAt) return "not_yet_valid";
  if (now >= policy.expiresAt) return "expired";
  return undefined;
}

/** The policy that was signed: the custom one that was sent, or the canned one for exactly this URL. */
function readPolicy(baseUrl: string, parameters: ReadonlyMap<OwnParameter, string>): Buffer | undefined {
  const policy = parameters.get("Policy");
  const expires = parameters.get("Expires");
  if (policy !== undefined) return expires === undefined ? decodeCloudFrontBase64(policy) : undefined;
  if (!expires || !/^[1-9]\d{0,11}$/.test(expires)) return undefined;
  return Buffer.from(renderPolicy(baseUrl, Number(expires)));
}

/** The URL that policies speak of, which is the one without CloudFront's own parameters, and those. */
function splitUrl(url: string): { baseUrl: string; parameters: ReadonlyMap<OwnParameter, string>; isDoubled: boolean } {
  const [path = "", ...query] = url.split("?");
  const parameters = new Map<OwnParameter, string>();
  const others: string[] = [];
  let isDoubled = false;
  for (const pair of query.join("?").split("&")) {
    const own = ownParameters.find((name) => pair.startsWith(`${name}=`));
    if (own) {
      isDoubled ||= parameters.has(own);
      parameters.set(own, pair.slice(own.length + 1));
    } else if (pair !== "") others.push(pair);
  }
  return { baseUrl: others.length > 0 ? `${path}?${others.join("&")}` : path, parameters, isDoubled };
}

function refuse(reason: SignatureRefusal): SignatureVerdict {
  return { ok: false, reason };
}
