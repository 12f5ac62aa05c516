import { useMediaList } from "../api/queries.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { MediaList } from "../lists/media-list.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import { LibrarySelectionBar } from "../selection/library-selection-bar.tsx";

const filters = { favourite: "true" } as const;

export default function FavouritesPage() {
  const text = messages.favourites;
  return (
    <>
      <PageHeading title={text.title} />
      <LibrarySelectionBar />
      <MediaList
        list={useMediaList("/v1/media", filters)}
        label={text.title}
        empty={<EmptyPage icon="heart" title={text.emptyTitle} text={text.emptyText} />}
      />
    </>
  );
}
