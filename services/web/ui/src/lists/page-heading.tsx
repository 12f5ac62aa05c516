import type { ReactNode } from "react";
import { useDocumentTitle } from "../hooks/use-document-title.ts";

/** The name of a page, on it and on its window, with what can be done there beside it. */
export function PageHeading({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  useDocumentTitle(title);
  return (
    <div className="page-heading">
      <div>
        <h1>{title}</h1>
        {text !== undefined && <p>{text}</p>}
      </div>
      {children}
    </div>
  );
}
