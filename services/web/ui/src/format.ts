import { locale } from "./locale.ts";

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const localDateTime = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });

export function formatBytes(sizeBytes: number): string {
  const step = sizeBytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1);
  const value = sizeBytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step > 1 && value < 100 ? 1 : 0,
  }).format(value);
}

/** A share between 0 and 1. Never says 100 % before it is. */
export function formatPercent(share: number): string {
  return percent.format(share < 1 ? Math.floor(share * 100) / 100 : 1);
}

export const formatDecimal = (value: number) => decimal.format(value);
export const formatDateTime = (iso: string) => dateTime.format(new Date(iso));

const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** `3 minutes ago`, as seen at that time; of clocks that differ the later one is not in the future. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000));
  const [size, unit] = seconds < 60 ? ([1, "second"] as const) : seconds < 3_600 ? ([60, "minute"] as const) : ([3_600, "hour"] as const);
  return seconds < 172_800 ? ago.format(-Math.floor(seconds / size), unit) : ago.format(-Math.floor(seconds / 86_400), "day");
}

/** A wall-clock time without a zone, as cameras write it: `2024-05-01T12:30:00`. */
export function formatLocalDateTime(local: string): string {
  const time = new Date(`${local.replace(/(Z|[+-]\d\d:\d\d)$/, "")}Z`);
  return Number.isNaN(time.getTime()) ? local : localDateTime.format(time);
}

/** As on a player: `0:07`, `1:02:03`. */
export function formatClock(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

/** Roughly, for a time that is guessed: `8 sec`, `12 min`, `3 hr`. */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.max(1, Math.round(remainingMs / 1000));
  const [value, unit] = seconds < 60 ? [seconds, "second"] : seconds < 3600 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "hour" ? 1 : 0,
  }).format(value);
}

export function formatExposure(seconds: number): string {
  return seconds < 0.3 ? `1/${Math.round(1 / seconds)} s` : `${formatDecimal(seconds)} s`;
}
