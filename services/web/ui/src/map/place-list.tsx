import { useId } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { Link } from "../components/link.tsx";
import { mediaPath, navigate, openMedia } from "../hooks/use-route.ts";
import { items } from "../messages/counts.ts";
import { messages } from "../messages.ts";
import { searchPath } from "../search/search-query.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import { describePoint } from "./describe-place.ts";
import { formatArea } from "./map-view.ts";

/** More is no list that anybody reads. */
const most = 60;

/** What is in view on the map, the fullest places first: for who does not see the map, and for who wants to see it at a glance. */
export function PlaceList({ places }: { places: readonly MediaPlace[] }) {
  const text = messages.map;
  const titleId = useId();
  return (
    <section className="place-list" aria-labelledby={titleId}>
      <h2 id={titleId}>{text.places}</h2>
      {places.length === 0 && (
        <>
          <p>{text.nothingInView}</p>
          <button type="button" className="button button-small" onClick={() => navigate("/map", { replace: true })}>
            {text.showAll}
          </button>
        </>
      )}
      <ul>
        {places.slice(0, most).map((place) => (
          <li key={place.cover.id}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
      {places.length > most && <p>{text.more(places.length - most)}</p>}
    </section>
  );
}

function PlaceLink({ place: { cover, count, area, name, ...point } }: { place: MediaPlace }) {
  const content = (
    <>
      <span className="place-picture">
        <TileImage media={cover} widthPx={48} />
      </span>
      <span className="place-text">
        <span>{name ?? describePoint(point)}</span>
        <span>{count === 1 ? cover.fileName : items(count)}</span>
      </span>
    </>
  );
  if (count > 1) return <Link href={searchPath({ area: formatArea(area) })}>{content}</Link>;
  return (
    <a
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
