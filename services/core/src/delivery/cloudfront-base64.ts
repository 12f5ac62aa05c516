/** CloudFront's base64: what URLs give a meaning to is replaced. */
const toUrl: Readonly<Record<string, string>> = { "+": "-", "=": "_", "/": "~" };
const fromUrl: Readonly<Record<string, string>> = { "-": "+", _: "=", "~": "/" };

export function encodeCloudFrontBase64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/[+=/]/g, (char) => toUrl[char] as string);
}

/** Undefined for text that is not exactly what encoding gives: one signature has one form. */
export function decodeCloudFrontBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(
    text.replace(/[-_~]/g, (char) => fromUrl[char] as string),
    "base64",
  );
  return encodeCloudFrontBase64(bytes) === text ? bytes : undefined;
}
