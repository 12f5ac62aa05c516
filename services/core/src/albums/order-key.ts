/**
 * Fractional order keys: between any two there is room for another, so that moving an item writes one row.
 * A key is a whole part of six digits in base 62, by which items are appended without getting longer, and a fraction that may follow.
 * Keys compare as their ASCII characters do (`collate "C"`).
 */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const base = digits.length;
const wholeLength = 6;
const middle = Math.floor(base ** wholeLength / 2);

/** A key after `after` and before `before`; undefined is the beginning, or the end. @throws RangeError where there can be none */
export function orderKeyBetween(after: string | undefined, before: string | undefined): string {
  if (after !== undefined && before !== undefined && after >= before) throw new RangeError(`No key can be between ${after} and ${before}.`);
  if (after === undefined && before === undefined) return writeWhole(middle);
  if (after === undefined) return writeWhole(wholeOf(before as string) - 1);
  const whole = wholeOf(after);
  if (before === undefined) return writeWhole(whole + 1);
  const gap = wholeOf(before) - whole;
  if (gap > 1) return writeWhole(whole + Math.floor(gap / 2));
  const isOpen = gap === 1;
  return writeWhole(whole) + fractionBetween(after.slice(wholeLength), isOpen ? undefined : before.slice(wholeLength));
}

/** So many keys, in order, between these two. */
export function orderKeysBetween(after: string | undefined, before: string | undefined, count: number): string[] {
  if (count <= 0) return [];
  if (before === undefined) {
    const keys: string[] = [];
    while (keys.length < count) keys.push(orderKeyBetween(keys.at(-1) ?? after, undefined));
    return keys;
  }
  const left = Math.floor((count - 1) / 2);
  const key = orderKeyBetween(after, before);
  return [...orderKeysBetween(after, key, left), key, ...orderKeysBetween(key, before, count - 1 - left)];
}

/** Between two fractions that end in no zero; `high` undefined is one. */
function fractionBetween(low: string, high: string | undefined): string {
  const lowDigit = digitAt(low, 0);
  const highDigit = high === undefined ? base : digitAt(high, 0);
  if (highDigit - lowDigit > 1) return digits.charAt(Math.floor((lowDigit + highDigit) / 2));
  const first = digits.charAt(lowDigit);
  if (highDigit === lowDigit) return first + fractionBetween(low.slice(1), high?.slice(1));
  // One apart: below `high` is whatever begins with the lower digit.
  return first + fractionBetween(low.slice(1), undefined);
}

function digitAt(text: string, index: number): number {
  return text.length > index ? digits.indexOf(text.charAt(index)) : 0;
}

function wholeOf(key: string): number {
  return [...key.slice(0, wholeLength)].reduce((sum, digit) => sum * base + digits.indexOf(digit), 0);
}

function writeWhole(value: number): string {
  if (value < 0 || value >= base ** wholeLength) throw new RangeError("An album cannot hold so many items.");
  let text = "";
  for (let rest = value; text.length < wholeLength; rest = Math.floor(rest / base)) text = digits.charAt(rest % base) + text;
  return text;
}
