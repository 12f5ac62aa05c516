import { healthPaths } from "@mediashare/contract";
import type { Middleware } from "koa";
import type { Registry } from "prom-client";

type Check = () => Promise<void>;

/** A dependency that answers slower than this counts as failed. */
const checkTimeoutMs = 2_000;

/** What decides `/readyz`: named checks of dependencies, and whether the process is draining. */
export class Health {
  #checks = new Map<string, Check>();
  #draining = false;

  /** `check` throws while the dependency cannot be used. */
  add(name: string, check: Check): void {
    this.#checks.set(name, check);
  }

  /** From now on `/readyz` answers 503, so that load balancers send nothing new. */
  drain(): void {
    this.#draining = true;
  }

  async read(): Promise<{ ready: boolean; checks: Record<string, string> }> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await withTimeout(check).then(() => "ok", messageOf)] as const),
    );
    const checks: Record<string, string> = Object.fromEntries(results);
    if (this.#draining) checks.shutdown = "draining";
    return { ready: Object.values(checks).every((result) => result === "ok"), checks };
  }
}

/** Answers the health and metrics paths of the contract. */
export function healthEndpoints(health: Health, registry: Registry): Middleware {
  return async (ctx, next) => {
    if (ctx.path === healthPaths.live) {
      ctx.body = { status: "ok" };
    } else if (ctx.path === healthPaths.ready) {
      const { ready, checks } = await health.read();
      ctx.status = ready ? 200 : 503;
      ctx.body = { status: ready ? "ok" : "unavailable", checks };
    } else if (ctx.path === healthPaths.metrics) {
      ctx.type = registry.contentType;
      ctx.body = await registry.metrics();
    } else {
      return next();
    }
    ctx.set("Cache-Control", "no-store");
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node reports a host with several addresses, none of which answers, as an AggregateError without a message.
  return error.message || (error as { code?: string }).code || error.name;
}

async function withTimeout(check: Check): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs / 1000} s`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
