import type { Context } from "mocha";

/** Of a `before` hook: skips the whole suite, with the reason in its title. */
export function skipSuite(hook: Context, reason: string): never {
  const suite = hook.test?.parent;
  if (suite) suite.title += ` (skipped: ${reason})`;
  return hook.skip();
}
