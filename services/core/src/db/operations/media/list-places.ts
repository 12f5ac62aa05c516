import type { MapArea } from "../../../map/map-area.ts";
import { areaOfGrid, type MapGrid, mercatorEnd } from "../../../map/map-grid.ts";
import type { Database } from "../../open-database.ts";
import type { ShownMedia } from "./shown-media.ts";

/** What of an owner's media was taken in one cell of the map. */
export interface PlaceCell {
  readonly items: number;
  /** The middle of where they were taken, in degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** The smallest area that has all of them. */
  readonly area: MapArea;
  /** The latest of them. */
  readonly cover: ShownMedia;
}

type CellRow = ShownMedia & Record<`cell_${"items" | "latitude" | "longitude" | keyof MapArea}`, number>;

const cellOf = `
  floor((longitude + 180) / 360 * :size)::integer as x,
  floor((1 - ln(tan(pi() / 4 + radians(greatest(-:end::float8, least(:end::float8, latitude))) / 2)) / pi()) / 2 * :size)::integer as y`;

/**
 * The cells of a grid that have media, the fullest first. The cells are made of the index `media_place` alone; each cover is then found by
 * the index of the timeline, as it is the one that stands latest in it; '+ 0' keeps Postgres from reading all of the cell by `media_place` instead.
 */
export async function listPlaces(db: Database, { ownerId, grid }: { ownerId: string; grid: MapGrid }): Promise<PlaceCell[]> {
  const area = areaOfGrid(grid);
  const { rows } = await db.raw<{ rows: CellRow[] }>(
    `with place as (
       select ${cellOf}, latitude, longitude, timeline_at
       from media
       where owner_id = :ownerId and listed and latitude is not null and latitude between :south and :north
         and ${area.west <= area.east ? "longitude between :west and :east" : "(longitude >= :west or longitude <= :east)"}
     ), cell as (
       select count(*) as items, avg(latitude) as latitude, avg(longitude) as longitude,
         min(latitude) as south, max(latitude) as north, min(longitude) as west, max(longitude) as east, max(timeline_at) as latest
       from place group by x, y
     )
     select cover.*, cell.items as cell_items, cell.latitude as cell_latitude, cell.longitude as cell_longitude,
       cell.south as cell_south, cell.north as cell_north, cell.west as cell_west, cell.east as cell_east
     from cell cross join lateral (
       select * from media
       where owner_id = :ownerId and listed and timeline_at = cell.latest
         and latitude + 0 between cell.south and cell.north and longitude + 0 between cell.west and cell.east
       order by id desc limit 1
     ) cover
     order by cell.items desc, cover.id desc`,
    { ownerId, size: grid.size, end: mercatorEnd, ...area },
  );
  return rows.map(toCell);
}

function toCell({ cell_items: items, cell_latitude: latitude, cell_longitude: longitude, ...row }: CellRow): PlaceCell {
  const { cell_south: south, cell_west: west, cell_north: north, cell_east: east, ...cover } = row;
  return { items, latitude, longitude, area: { south, west, north, east }, cover: cover as unknown as ShownMedia };
}
