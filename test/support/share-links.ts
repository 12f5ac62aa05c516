import type { MadeLink, NewLink } from "@mediashare/web";
import { expect } from "chai";
import { sendJson } from "./accounts.ts";

/** A link made by the API. `token` is what stands in its address. */
export async function makeLink(url: string, owner: Record<string, string>, link: NewLink): Promise<MadeLink & { token: string }> {
  const { status, body } = await sendJson("POST", `${url}/v1/share-links`, link, owner);
  expect(status, JSON.stringify(body)).to.equal(201);
  const made = body as MadeLink;
  return { ...made, token: made.url.split("/s/")[1] as string };
}

/** Every string in a JSON value, keys included. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}
