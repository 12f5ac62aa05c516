import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { messages } from "../messages.ts";

interface PanelProps<Data> {
  title: string;
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
}

/** A part of a page that shows what a query brings; while it cannot be had, the last of it stays. */
export function Panel<Data>({ title, query: { data, error }, children }: PanelProps<Data>) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id} aria-busy={data === undefined}>
      <h2 id={id}>{title}</h2>
      {error && (
        <p className="error-text" role="alert">
          {data === undefined ? error.message : messages.operation.unreachable}
        </p>
      )}
      {data === undefined ? !error && <div className="panel-loading" role="status" aria-label={messages.loading} /> : children(data)}
    </section>
  );
}
