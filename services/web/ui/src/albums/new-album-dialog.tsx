import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createAlbum } from "../api/albums-api.ts";
import { navigate } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { AlbumFormDialog } from "./album-form-dialog.tsx";
import { albumPath } from "./album-path.ts";
import { albumsKey } from "./album-queries.ts";

export function NewAlbumDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createAlbum,
    onSuccess: async (album) => {
      await client.invalidateQueries({ queryKey: albumsKey });
      onClose();
      navigate(albumPath(album.id));
    },
  });
  return (
    <AlbumFormDialog
      title={messages.albums.createTitle}
      confirmLabel={messages.albums.create}
      error={create.error?.message}
      busy={create.isPending}
      onSave={(fields) => create.mutate(fields)}
      onClose={onClose}
    />
  );
}
