/** Paths on a 24-pixel grid, drawn as lines. */
const paths = {
  add: "M12 5v14M5 12h14",
  albums: "M4 8.5h16V20H4zM6.5 5.5h11M9 2.5h6M4 16l4-3.5 3.5 3 3-2.5 5.5 4.5",
  arrange: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13.5v6.5m0 0 2.5-2.5M16.5 20 14 17.5",
  alert: "M12 8.5v4.5M12 16.5v.01M12 3.5 2.8 19.5h18.4z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  chevron: "m6 9.5 6 6 6-6",
  clock: "M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  close: "m6 6 12 12M18 6 6 18",
  cloudOff: "M3 3l18 18M7 9a5 5 0 0 0 0 10h11M10 6.2A6 6 0 0 1 17.6 11 4 4 0 0 1 20.7 17.6",
  comment: "M4 5h16v11h-8.5L7 20v-4H4z",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  download: "M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14",
  edit: "m5 15.5 10.5-10.5 3.5 3.5L8.5 19H5zM13 7.5l3.5 3.5",
  folder: "M3.5 18V6.5h6l2 2.5h9V18z",
  gauge: "M4 16.5a8.5 8.5 0 1 1 16 0M12 15l4-5.5M12 15v.01",
  grip: "M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01",
  heart: "M12 20 4.5 12.3a4.6 4.6 0 0 1 6.6-6.4l.9 1 .9-1a4.6 4.6 0 0 1 6.6 6.4z",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9v.01",
  info: "M12 11v5.5M12 7.8v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  leave: "M10 4.5H5v15h5M10 12h10m0 0-3.5-3.5M20 12l-3.5 3.5",
  left: "m14.5 5-7 7 7 7",
  light:
    "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  live: "M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12M12 21.5a9.5 9.5 0 1 0 0-19 9.5 9.5 0 0 0 0 19",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  map: "M9 4.5 3.5 6.5v13l5.5-2 6 2 5.5-2v-13l-5.5 2zM9 4.5v13M15 6.5v13",
  more: "M5 12v.01M12 12v.01M19 12v.01",
  pause: "M9 5.5v13M15 5.5v13",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c.4-3.4 3-5.5 6.5-5.5s6.1 2.1 6.5 5.5M15.5 5a3.2 3.2 0 0 1 0 6.1M17.5 14.4c2.2.6 3.7 2.4 4 5.1",
  play: "M8 5.5v13l10.5-6.5z",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v4.9h-4.9",
  right: "m9.5 5 7 7-7 7",
  signOut: "M14 4.5H5.5v15H14M10 12h10m0 0-3.5-3.5M20 12l-3.5 3.5",
  settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.2 15.2 20 20",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  trash: "M5 7h14M10 7V4.5h4V7M6.5 7l.8 12.5h9.4L17.5 7M10.2 10.5v5.5M13.8 10.5v5.5",
  upload: "M12 19V6m0 0L6.5 11.5M12 6l5.5 5.5",
  users:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c0-3.5 3-5 6.5-5s6.5 1.5 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8c2.2 .7 3.5 2.1 3.5 4.7",
  video: "M3.5 6.5h11.5v11H3.5zM15 11l5.5-3.5v9L15 13",
  webhook: "M9.5 4.5h5v5h-5zM3.5 14.5h5v5h-5zM15.5 14.5h5v5h-5zM12 9.5V12m0 0H6v2.5M12 12h6v2.5",
  zoomIn: "M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M16 16l4.5 4.5M8 11h6M11 8v6",
  zoomOut: "M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M16 16l4.5 4.5M8 11h6",
} as const;

export type IconName = keyof typeof paths;

/** Decoration: the control that holds it has the name. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
