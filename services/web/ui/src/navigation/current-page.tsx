import { Suspense, useEffect, useRef } from "react";
import type { Route } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { pages } from "../pages.ts";
import { NoPage } from "./no-page.tsx";
import { PageBoundary } from "./page-boundary.tsx";

/** The page that the address names. On a change of page the focus goes to the new one, as if a document had been loaded. */
export function CurrentPage({ route }: { route: Route }) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route.page);
  const Page = route.page && route.page !== "/m/{mediaId}" ? pages[route.page].page : NoPage;
  useEffect(() => {
    if (shown.current === route.page) return;
    shown.current = route.page;
    main.current?.focus({ preventScroll: true });
  }, [route.page]);
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <PageBoundary key={route.page}>
        <Suspense fallback={<div className="page-loading" role="status" aria-label={messages.loading} />}>
          <Page route={route} />
        </Suspense>
      </PageBoundary>
    </main>
  );
}
