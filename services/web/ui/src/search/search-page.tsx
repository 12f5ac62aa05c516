import { useMemo } from "react";
import { useMediaList } from "../api/queries.ts";
import { navigate } from "../hooks/use-route.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { MediaList } from "../lists/media-list.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import type { PageProps } from "../pages.ts";
import { LibrarySelectionBar } from "../selection/library-selection-bar.tsx";
import { SearchForm } from "./search-form.tsx";
import { parseSearch, searchPath, toFilters } from "./search-query.ts";

const nothing = {} as const;

export default function SearchPage({ route }: PageProps) {
  const text = messages.search;
  const query = useMemo(() => parseSearch(route.search), [route.search]);
  const filters = useMemo(() => toFilters(query), [query]);
  const list = useMediaList("/v1/media", filters ?? nothing, filters !== undefined);
  return (
    <>
      <PageHeading title={text.title} />
      <LibrarySelectionBar />
      <SearchForm key={route.search} query={query} onSearch={(next) => navigate(searchPath(next), { replace: true })} />
      {filters === undefined ? (
        <EmptyPage icon="search" title={text.startTitle} text={text.startText} />
      ) : (
        <MediaList list={list} label={text.results} empty={<EmptyPage icon="search" title={text.emptyTitle} text={text.emptyText} />} />
      )}
    </>
  );
}
