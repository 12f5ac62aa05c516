import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { fetchCameras } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import type { SearchQuery } from "./search-query.ts";

interface SearchFormProps {
  query: SearchQuery;
  onSearch: (query: SearchQuery) => void;
}

/** Words and filters; a filter acts at once, words when they are sent. */
export function SearchForm({ query, onSearch }: SearchFormProps) {
  const text = messages.search;
  const cameras = useQuery({ queryKey: ["cameras"], queryFn: ({ signal }) => fetchCameras(signal) });
  const submit = (form: HTMLFormElement) => onSearch(read(new FormData(form)));
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submit(event.currentTarget);
  };
  const onFilter = (event: { currentTarget: { form: HTMLFormElement | null } }) => {
    if (event.currentTarget.form) submit(event.currentTarget.form);
  };
  return (
    <form className="search-form" onSubmit={onSubmit}>
      <div className="search-words">
        <Icon name="search" />
        <input
          type="search"
          name="q"
          defaultValue={query.q}
          placeholder={text.placeholder}
          aria-label={text.words}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
        />
        <button type="submit" className="button button-primary button-small">
          {text.search}
        </button>
      </div>
      <div className="search-filters">
        <label className="stacked-field">
          <span>{text.kind}</span>
          <select name="kind" defaultValue={query.kind} onChange={onFilter}>
            <option value="">{text.any}</option>
            <option value="image">{text.photos}</option>
            <option value="video">{text.videos}</option>
          </select>
        </label>
        <label className="stacked-field">
          <span>{text.camera}</span>
          <select name="camera" defaultValue={query.camera} onChange={onFilter} key={cameras.data?.cameras.length}>
            <option value="">{text.any}</option>
            {(cameras.data?.cameras ?? (query.camera === "" ? [] : [query.camera])).map((camera) => (
              <option key={camera}>{camera}</option>
            ))}
          </select>
        </label>
        <label className="stacked-field">
          <span>{text.from}</span>
          <input type="date" name="from" defaultValue={query.from} onBlur={onFilter} />
        </label>
        <label className="stacked-field">
          <span>{text.to}</span>
          <input type="date" name="to" defaultValue={query.to} onBlur={onFilter} />
        </label>
        <label className="check-field">
          <input type="checkbox" name="favourite" value="true" defaultChecked={query.favourite} onChange={onFilter} />
          {text.favourite}
        </label>
        <label className="check-field">
          <input type="checkbox" name="place" value="true" defaultChecked={query.place} onChange={onFilter} />
          {text.place}
        </label>
        {query.area !== "" && (
          <p className="search-area">
            <input type="hidden" name="area" value={query.area} />
            <Icon name="map" size={18} />
            {text.area}
            <button type="button" className="text-button" onClick={() => onSearch({ ...query, area: "" })}>
              {text.everywhere}
            </button>
          </p>
        )}
      </div>
    </form>
  );
}

function read(data: FormData): SearchQuery {
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return {
    q: text("q"),
    kind: text("kind") as SearchQuery["kind"],
    camera: text("camera"),
    favourite: data.get("favourite") !== null,
    place: data.get("place") !== null,
    from: text("from"),
    to: text("to"),
    area: text("area"),
  };
}
