import { SessionGate } from "./accounts/session-gate.tsx";
import { LiveRegion } from "./components/live-region.tsx";
import { Toasts } from "./components/toasts.tsx";
import { useRoute } from "./hooks/use-route.ts";
import { CurrentPage } from "./navigation/current-page.tsx";
import { pages } from "./pages.ts";
import { SiteFrame } from "./site-frame.tsx";

export function App() {
  const route = useRoute();
  const frame = route.page && route.page !== "/m/{mediaId}" ? pages[route.page].frame : "site";
  return (
    <>
      {frame === "site" ? (
        <SessionGate>
          <SiteFrame route={route} />
        </SessionGate>
      ) : (
        <CurrentPage route={route} />
      )}
      <Toasts />
      <LiveRegion />
    </>
  );
}
