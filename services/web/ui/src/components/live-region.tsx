import { useAnnouncement } from "../hooks/announce.ts";

export function LiveRegion() {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {useAnnouncement()}
    </div>
  );
}
