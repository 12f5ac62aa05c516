import { z } from "zod";

/** An exact ratio, such as a frame rate (30000/1001) or a time base (1/90000). */
export const rationalSchema = z.object({ num: z.int().positive(), den: z.int().positive() });
export type Rational = z.infer<typeof rationalSchema>;

export function toNumber(ratio: Rational): number {
  return ratio.num / ratio.den;
}

/** `30000/1001`, `1:1`; undefined for anything else and for 0/0, which ffprobe writes where it does not know. */
export function parseRational(text: string | undefined): Rational | undefined {
  const match = /^(\d+)[/:](\d+)$/.exec(text ?? "");
  const [num, den] = [Number(match?.[1]), Number(match?.[2])];
  return num > 0 && den > 0 && Number.isSafeInteger(num) && Number.isSafeInteger(den) ? { num, den } : undefined;
}
