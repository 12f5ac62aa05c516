import { X509Certificate } from "node:crypto";
import type { EnvDeclaration } from "@mediashare/contract";

type Parsed = { value: unknown } | { fault: string };

/** One variable's text as its kind wants it, or what is wrong with it. Durations become milliseconds. */
export function parseValue(declaration: EnvDeclaration, text: string): Parsed {
  const parsed = parsers[declaration.kind](text, declaration);
  if ("fault" in parsed || typeof parsed.value !== "number") return parsed;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = declaration;
  return parsed.value >= min && parsed.value <= max ? parsed : { fault: `is not between ${min} and ${max}` };
}

const parsers: Record<EnvDeclaration["kind"], (text: string, declaration: EnvDeclaration) => Parsed> = {
  string: (text, { minLength = 0 }) => (text.length >= minLength ? { value: text } : { fault: `is shorter than ${minLength} characters` }),
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? { value: Number(text) } : { fault: "is not a whole number" }),
  boolean: (text) => (text === "true" || text === "false" ? { value: text === "true" } : { fault: "is neither true nor false" }),
  url: (text) => (isAbsoluteUrl(text) ? { value: text.replace(/\/$/, "") } : { fault: "is not a URL with a scheme and a host" }),
  duration: (text) => parseQuantity(text, durationUnits, "a duration such as 500ms, 30s, 2m, 6h or 7d"),
  bytes: (text) => parseQuantity(text, byteUnits, "a size such as 512KiB, 8MiB or 50GiB"),
  list: (text) => ({ value: splitList(text) }),
  origins: (text) => {
    const items = splitList(text);
    const wrong = items.find((item) => !isAbsoluteUrl(item) || `${new URL(item).origin}/` !== new URL(item).href);
    return wrong === undefined ? { value: items.map((item) => new URL(item).origin) } : { fault: `has "${wrong}", which is no origin` };
  },
  enum: (text, { values = [] }) => (values.includes(text) ? { value: text } : { fault: `is none of ${values.join(", ")}` }),
  certificates: (text) => (areCertificates(text) ? { value: text } : { fault: "is not a list of certificates in PEM" }),
};

/** `localhost:8080` alone parses as a URL too, of a scheme named localhost. */
function isAbsoluteUrl(text: string): boolean {
  return text.includes("://") && URL.canParse(text);
}

/** OpenSSL would read as far as it can, and pass over the rest. */
function areCertificates(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const isReadable = (pem: string): boolean => {
    try {
      return new X509Certificate(pem).raw.length > 0;
    } catch {
      return false;
    }
  };
  return blocks.length > 0 && blocks.length === text.split("-----BEGIN").length - 1 && blocks.every(isReadable);
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const durationUnits: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const byteUnits: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

function parseQuantity(text: string, units: Readonly<Record<string, number>>, expected: string): Parsed {
  const match = /^(\d{1,12}(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
  const unit = match?.[2] !== undefined && Object.hasOwn(units, match[2]) ? units[match[2]] : undefined;
  const value = Math.round(Number(match?.[1]) * (unit ?? Number.NaN));
  return Number.isSafeInteger(value) ? { value } : { fault: `is not ${expected}` };
}
