import { useQuery } from "@tanstack/react-query";
import type { MediaDetail } from "../api/media-api.ts";
import { configQuery } from "../api/queries.ts";
import { Icon } from "../components/icon.tsx";
import { Link } from "../components/link.tsx";
import { mapPath, placeZoom } from "../map/map-view.ts";
import { messages } from "../messages.ts";

interface PlaceFactProps {
  media: MediaDetail;
  place: NonNullable<MediaDetail["facts"]["place"]>;
}

/** Where an item was taken, and the ways to a map of it. */
export function PlaceFact({ media, place }: PlaceFactProps) {
  const text = messages.info;
  const { data: config } = useQuery(configQuery);
  const { latitude, longitude, altitudeM, name } = place;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const more = [name && point, altitudeM !== undefined && text.altitude(`${Math.round(altitudeM)} m`)].filter(Boolean).join(" · ");
  const zoom = placeZoom(config?.mapTiles ?? null);
  return (
    <>
      {/* What is in the trash is not on the map. */}
      {media.trashedAt === null ? (
        <Link className="info-place" href={mapPath({ latitude, longitude, zoom }, media.id)}>
          <Icon name="map" size={18} />
          <span>
            {name ?? point}
            <span className="visually-hidden">{text.showOnMap}</span>
          </span>
        </Link>
      ) : (
        <span>{name ?? point}</span>
      )}
      {more !== "" && <span className="info-point">{more}</span>}
      <a href={osmUrl(place)} target="_blank" rel="noreferrer noopener">
        {text.placeLink}
        <span className="visually-hidden"> {text.newTab}</span>
      </a>
    </>
  );
}

/** A link that a person may follow; nothing is loaded from there. */
function osmUrl({ latitude, longitude }: PlaceFactProps["place"]): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
}
