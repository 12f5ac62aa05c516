/** URLs of shares work for three minutes at least (MEDIASHARE_SHARE_URL_TTL): half of that is early enough. */
export const renewMs = 90_000;
const soonestMs = 2_000;

/** When to ask for new URLs, so that none is used up before: halfway to when they end. */
export function planRenewal(urlsExpireAt: string | undefined, now: number): number {
  if (urlsExpireAt === undefined) return renewMs;
  return Math.min(renewMs, Math.max(soonestMs, (Date.parse(urlsExpireAt) - now) / 2));
}
