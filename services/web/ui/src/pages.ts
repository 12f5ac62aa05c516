import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { PagePath } from "../../src/site/page-paths.ts";
import type { Route } from "./hooks/use-route.ts";
import { Timeline } from "./timeline/timeline.tsx";

export interface PageProps {
  readonly route: Route;
}

type Page = ComponentType<PageProps> | LazyExoticComponent<ComponentType<PageProps>>;

interface PageEntry {
  readonly page: Page;
  /** `site`: with header, navigation and uploads. `bare`: alone, for those who have no library here. */
  readonly frame: "site" | "bare";
}

/** What is shown at each address; the viewer at `/m/{mediaId}` stands over another page. The first page is not loaded apart. */
export const pages: Readonly<Record<Exclude<PagePath, "/m/{mediaId}">, PageEntry>> = {
  "/": { page: Timeline, frame: "site" },
  "/favourites": { page: lazy(() => import("./favourites/favourites-page.tsx")), frame: "site" },
  "/search": { page: lazy(() => import("./search/search-page.tsx")), frame: "site" },
  "/map": { page: lazy(() => import("./map/map-page.tsx")), frame: "site" },
  "/trash": { page: lazy(() => import("./trash/trash-page.tsx")), frame: "site" },
  "/duplicates": { page: lazy(() => import("./duplicates/duplicates-page.tsx")), frame: "site" },
  "/settings/webhooks": { page: lazy(() => import("./settings/webhooks-page.tsx")), frame: "site" },
  "/admin/operation": { page: lazy(() => import("./admin/operation-page.tsx")), frame: "site" },
  "/albums": { page: lazy(() => import("./albums/albums-page.tsx")), frame: "site" },
  "/albums/{albumId}": { page: lazy(() => import("./albums/album-page.tsx")), frame: "site" },
  "/sharing": { page: lazy(() => import("./shares/sharing-page.tsx")), frame: "site" },
  "/s/{token}": { page: lazy(() => import("./shares/share-page.tsx")), frame: "bare" },
  "/sign-in": { page: lazy(() => import("./accounts/sign-in-page.tsx")), frame: "bare" },
  "/sign-up": { page: lazy(() => import("./accounts/sign-up-page.tsx")), frame: "bare" },
  "/invite": { page: lazy(() => import("./accounts/invite-page.tsx")), frame: "bare" },
  "/reset": { page: lazy(() => import("./accounts/reset-page.tsx")), frame: "bare" },
  "/settings": { page: lazy(() => import("./settings/settings-page.tsx")), frame: "site" },
  "/admin/users": { page: lazy(() => import("./admin/users-page.tsx")), frame: "site" },
  "/setup": { page: lazy(() => import("./accounts/setup-page.tsx")), frame: "bare" },
};
