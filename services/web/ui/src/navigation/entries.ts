import type { IconName } from "../components/icon.tsx";
import { messages } from "../messages.ts";

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  /** Of no use to anybody else. */
  readonly administratorsOnly?: true;
}

/** The pages that the navigation leads to, by group. A phone shows the first four, and the rest behind "More". */
export const navigationGroups: readonly (readonly NavigationEntry[])[] = [
  [
    { href: "/", label: messages.navigation.photos, icon: "image" },
    { href: "/search", label: messages.navigation.search, icon: "search" },
    { href: "/favourites", label: messages.navigation.favourites, icon: "heart" },
    { href: "/map", label: messages.navigation.map, icon: "map" },
  ],
  [
    { href: "/trash", label: messages.navigation.trash, icon: "trash" },
    { href: "/duplicates", label: messages.navigation.duplicates, icon: "copy" },
  ],
  [
    { href: "/albums", label: messages.albums.navigation, icon: "albums" },
    { href: "/sharing", label: messages.albums.sharing, icon: "people" },
  ],
  [
    { href: "/settings/webhooks", label: messages.navigation.webhooks, icon: "webhook" },
    { href: "/admin/operation", label: messages.navigation.operation, icon: "gauge", administratorsOnly: true },
  ],
];
