import { useId } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { Link } from "../components/link.tsx";
import { mediaPath, navigate, openMedia } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { searchPath } from "../search/search-query.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import { describeItems, describePoint } from "./describe-place.ts";
import { formatArea } from "./map-view.ts";

/** More is no list that anybody reads. */
const most = 60;

interface PlaceListProps {
  /** Undefined while they are loaded, or where they could not be. */
  places: readonly MediaPlace[] | undefined;
  /** The media that is looked for. */
  chosenId: string | undefined;
  failed: boolean;
}

/** What is in view on the map, the fullest places first: for who does not see the map, and for who wants to see it at a glance. */
export function PlaceList({ places, chosenId, failed }: PlaceListProps) {
  const text = messages.map;
  const titleId = useId();
  return (
    <section className="place-list" aria-labelledby={titleId} aria-busy={places === undefined && !failed}>
      <h2 id={titleId}>{text.places}</h2>
      {places === undefined && (failed ? <p>{text.notLoaded}</p> : <PlaceSkeleton />)}
      {places?.length === 0 && (
        <>
          <p>{text.nothingInView}</p>
          <button type="button" className="button button-small" onClick={() => navigate("/map", { replace: true })}>
            {text.showAll}
          </button>
        </>
      )}
      {places && (
        <ul>
          {places.slice(0, most).map((place) => (
            <li key={place.cover.id}>
              <PlaceLink place={place} chosenId={chosenId} />
            </li>
          ))}
        </ul>
      )}
      {places && places.length > most && <p>{text.more(places.length - most)}</p>}
    </section>
  );
}

/** The shape of a list that is on its way; the map says so in words. */
function PlaceSkeleton() {
  return (
    <ul aria-hidden="true">
      {[7, 10, 6, 9].map((width) => (
        <li key={width} className="place-skeleton">
          <span className="place-picture" />
          <span style={{ inlineSize: `${width}rem` }} />
        </li>
      ))}
    </ul>
  );
}

function PlaceLink({ place, chosenId }: { place: MediaPlace; chosenId: string | undefined }) {
  const { cover, count, area, name } = place;
  const current = cover.id === chosenId || undefined;
  const content = (
    <>
      <span className="place-picture">
        <TileImage media={cover} widthPx={48} />
      </span>
      <span className="place-text">
        <span>{name ?? describePoint(place)}</span>
        <span>{describeItems(place, chosenId)}</span>
      </span>
    </>
  );
  if (count > 1)
    return (
      <Link href={searchPath({ area: formatArea(area) })} aria-current={current}>
        {content}
      </Link>
    );
  return (
    <a
      aria-current={current}
      href={mediaPath(cover.id)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        openMedia(cover.id);
      }}
    >
      {content}
    </a>
  );
}
