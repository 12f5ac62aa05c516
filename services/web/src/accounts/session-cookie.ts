import { sessionTtlMs } from "@mediashare/core";
import type { Context } from "koa";

/**
 * The cookie that a browser is signed in by. Where the site is served by https its name has the prefix `__Host-`: browsers take it from
 * this very host only, for the whole site, never over plain http (RFC 6265bis, 4.1.3.2). Over plain http, on one machine or behind no TLS,
 * browsers may refuse such a cookie, Safari also from localhost; there it has a name that no other program on that host takes.
 */
export interface SessionCookie {
  readonly name: string;
  read(ctx: Context): string | undefined;
  set(ctx: Context, secret: string): void;
  clear(ctx: Context): void;
}

export function createSessionCookie(siteOrigin: string): SessionCookie {
  const secure = new URL(siteOrigin).protocol === "https:";
  const name = secure ? "__Host-session" : "mediashare_session";
  const attributes = ["Path=/", "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  // Not by ctx.cookies: it refuses to set a Secure cookie where a proxy in front, whom nobody told it to trust, ends TLS.
  const write = (ctx: Context, value: string, maxAgeSeconds: number): void => {
    ctx.append("Set-Cookie", [`${name}=${value}`, `Max-Age=${maxAgeSeconds}`, ...attributes].join("; "));
  };
  return {
    name,
    read: (ctx) => ctx.cookies.get(name),
    set: (ctx, secret) => write(ctx, secret, sessionTtlMs / 1_000),
    clear: (ctx) => write(ctx, "", 0),
  };
}
