/** `["workers", "spot", 0, "max"]` → `workers.spot[0].max`. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
