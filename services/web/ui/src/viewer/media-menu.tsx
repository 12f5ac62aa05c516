import { lazy, Suspense, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { Menu } from "../components/menu.tsx";
import { messages } from "../messages.ts";

const AddToAlbumDialog = lazy(() => import("../albums/add-to-album-dialog.tsx"));
const ShareDialog = lazy(() => import("../shares/share-dialog.tsx"));

/** What can be done with an item in view besides what has a button of its own. */
export function MediaMenu({ mediaId, className }: { mediaId: string; className: string }) {
  const [open, setOpen] = useState<"album" | "share">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu
        label={messages.albums.more}
        className={`icon-button ${className}`}
        entries={[
          { icon: "albums", label: messages.albums.add.action, run: () => setOpen("album") },
          { icon: "link", label: messages.shares.title, run: () => setOpen("share") },
        ]}
      >
        <Icon name="more" />
      </Menu>
      <Suspense>
        {open === "album" && <AddToAlbumDialog mediaIds={[mediaId]} onClose={close} />}
        {open === "share" && <ShareDialog target={{ mediaId }} onClose={close} />}
      </Suspense>
    </>
  );
}
