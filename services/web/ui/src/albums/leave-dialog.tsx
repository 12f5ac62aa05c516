import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AlbumDetail, removeMember } from "../api/albums-api.ts";
import { sessionQuery } from "../api/session-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { navigate } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { albumsKey } from "./album-queries.ts";

export function LeaveDialog({ album, onClose }: { album: AlbumDetail; onClose: () => void }) {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const leave = useMutation({
    mutationFn: () => removeMember(album.id, session?.user?.id ?? ""),
    onSuccess: async () => {
      onClose();
      navigate("/albums");
      client.removeQueries({ queryKey: ["album", album.id] });
      await client.invalidateQueries({ queryKey: albumsKey });
    },
  });
  return (
    <ConfirmDialog
      title={messages.albums.page.leaveTitle(album.title)}
      text={messages.albums.page.leaveText}
      confirmLabel={messages.albums.page.leave}
      error={leave.error?.message}
      busy={leave.isPending}
      onClose={onClose}
      onConfirm={() => leave.mutate()}
    />
  );
}
