import { type RefObject, useEffect, useRef } from "react";

/** Asks for more when the end of what is loaded comes within two screens. */
export function useLoadAhead(hasMore: boolean, loadMore: () => void): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(loadMore);
  load.current = loadMore;
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && load.current(), { rootMargin: "200% 0px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore]);
  return end;
}
