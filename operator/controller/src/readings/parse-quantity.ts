/**
 * A Kubernetes quantity (`500m`, `1.5Gi`, `2e3`) as a plain number; `null` for what is none.
 * Grammar: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(quantity: string | number): number | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE])|([KMGTPE]i))?$/.exec(String(quantity));
  if (!match) return null;
  const [, digits = "", exponent = "", decimal = "", binary = ""] = match;
  return Number(digits + exponent + (DECIMAL[decimal] ?? "")) * (BINARY[binary] ?? 1);
}

const DECIMAL: Readonly<Record<string, string>> = {
  n: "e-9",
  u: "e-6",
  m: "e-3",
  k: "e3",
  M: "e6",
  G: "e9",
  T: "e12",
  P: "e15",
  E: "e18",
};

const BINARY: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
