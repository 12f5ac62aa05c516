import type { Context } from "koa";

/** Cookies of one link: browsers send them back to that link's own paths, and no script sees them. */
export interface LinkCookies {
  read(ctx: Context, name: CookieName): string | undefined;
  set(ctx: Context, name: CookieName, token: string, value: string, maxAgeMs: number): void;
}

/** `share_unlock`: proof of the password. */
export type CookieName = "share_unlock";

export const sharedPath = (token: string) => `/v1/shared/${token}`;

export function linkCookies(siteOrigin: string): LinkCookies {
  const secure = new URL(siteOrigin).protocol === "https:" ? ["Secure"] : [];
  return {
    read: (ctx, name) => ctx.cookies.get(name),
    set: (ctx, name, token, value, maxAgeMs) => {
      const attributes = [`Max-Age=${Math.floor(maxAgeMs / 1000)}`, `Path=${sharedPath(token)}`, "HttpOnly", "SameSite=Strict", ...secure];
      ctx.append("Set-Cookie", [`${name}=${value}`, ...attributes].join("; "));
    },
  };
}
