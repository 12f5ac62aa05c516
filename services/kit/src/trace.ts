import { randomBytes } from "node:crypto";

/** A position in a distributed trace: W3C Trace Context, level 1. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** The context of a `traceparent` header, or undefined where it is absent or malformed (https://www.w3.org/TR/trace-context/#traceparent-header). */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  // Later versions may append fields; version 00 has exactly these four.
  const match = /^(?!ff)(?!00.{53}-)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/.exec(header ?? "");
  if (!match) return undefined;
  return { traceId: match[1] as string, spanId: match[2] as string, sampled: (Number.parseInt(match[3] as string, 16) & 1) === 1 };
}

export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? "01" : "00"}`;
}

/** A new span below `parent`, or the first one of a new trace. */
export function childContext(parent: TraceContext | undefined): TraceContext {
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    sampled: parent?.sampled ?? false,
  };
}
