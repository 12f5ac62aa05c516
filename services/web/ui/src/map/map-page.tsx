import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../api/queries.ts";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import type { PageProps } from "../pages.ts";
import { TimelineError } from "../timeline/timeline-error.tsx";
import { MapOfPlaces } from "./map-of-places.tsx";

/** Where the photos and videos were taken. The address has what is seen of the map. */
export default function MapPage({ route }: PageProps) {
  const config = useQuery(configQuery);
  return (
    <div className="map-page">
      <PageHeading title={messages.map.title} />
      {config.data ? (
        <MapOfPlaces search={route.search} tiles={config.data.mapTiles} />
      ) : config.error ? (
        <TimelineError error={config.error} onRetry={() => void config.refetch()} />
      ) : (
        <div className="map-canvas" role="status" aria-label={messages.loading} />
      )}
    </div>
  );
}
