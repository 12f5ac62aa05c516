import type { ByteRange, ObjectInfo } from "../storage/object-store.ts";
import { parseRange } from "./parse-range.ts";

export interface DeliveryRequest {
  readonly method: "GET" | "HEAD";
  /** As a request has them: empty where absent. */
  readonly range: string;
  readonly ifRange: string;
  readonly ifNoneMatch: string;
  readonly ifModifiedSince: string;
}

export type Delivery =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly range: ByteRange }
  | { readonly kind: "not_modified" }
  | { readonly kind: "unsatisfiable" };

type Validators = Pick<ObjectInfo, "etag" | "lastModified" | "sizeBytes">;

/** How to answer a request for an object that is there: preconditions first, then the range (RFC 9110 §13.2.2). */
export function decideDelivery(request: DeliveryRequest, info: Validators): Delivery {
  if (isUnchanged(request, info)) return { kind: "not_modified" };
  if (request.method !== "GET" || !request.range || !rangeApplies(request.ifRange, info)) return { kind: "whole" };
  const range = parseRange(request.range, info.sizeBytes);
  if (range === undefined) return { kind: "whole" };
  return range === "unsatisfiable" ? { kind: "unsatisfiable" } : { kind: "part", range };
}

/** If-None-Match, compared weakly, outranks If-Modified-Since. */
function isUnchanged({ ifNoneMatch, ifModifiedSince }: DeliveryRequest, { etag, lastModified }: Validators): boolean {
  if (ifNoneMatch) {
    if (ifNoneMatch.trim() === "*") return true;
    const tags: readonly string[] = ifNoneMatch.match(/"[^"]*"/g) ?? [];
    return tags.includes(etag);
  }
  return ifModifiedSince !== "" && wholeSeconds(lastModified) <= Date.parse(ifModifiedSince) / 1000;
}

/** If-Range wants a strong match: the etag itself, or exactly the date that was sent. */
function rangeApplies(ifRange: string, { etag, lastModified }: Validators): boolean {
  if (ifRange === "") return true;
  return ifRange.includes('"') ? ifRange.trim() === etag : wholeSeconds(lastModified) === Date.parse(ifRange) / 1000;
}

/** HTTP dates have no fractions. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
