import type { AlbumDetail } from "../api/albums-api.ts";
import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { SidePanel } from "../viewer/side-panel.tsx";
import { Comments } from "./comments.tsx";

/** Beside an item in the viewer: what was said about it. */
export function ItemTalk({ album, itemId, onClose }: { album: AlbumDetail; itemId: string; onClose: () => void }) {
  return (
    <SidePanel>
      <aside className="info-panel talk-panel" aria-label={messages.albums.talk.panel}>
        <header>
          <h2>{messages.albums.talk.comments}</h2>
          <IconButton icon="close" label={messages.close} onClick={onClose} />
        </header>
        <Comments key={itemId} album={album} itemId={itemId} />
      </aside>
    </SidePanel>
  );
}
