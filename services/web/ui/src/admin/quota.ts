const gigabyte = 1_000_000_000;

/** As people write it: in gigabytes, empty for no limit. Undefined where it is no such number. */
export function parseQuota(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const gigabytes = Number(text.replace(",", "."));
  return Number.isFinite(gigabytes) && gigabytes >= 0 ? Math.round(gigabytes * gigabyte) : undefined;
}

export function writeQuota(quotaBytes: number | null): string {
  return quotaBytes === null ? "" : String(quotaBytes / gigabyte);
}
