const plural = new Intl.PluralRules("en");

export const number = new Intl.NumberFormat("en");

export const count = (n: number, one: string, other: string) => `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;
export const items = (n: number) => count(n, "item", "items");
export const files = (n: number) => count(n, "file", "files");
