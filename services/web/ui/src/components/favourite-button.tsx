import type { MediaSummary } from "../api/media-api.ts";
import { useUpdateMedia } from "../api/queries.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { IconButton } from "./icon-button.tsx";

export function FavouriteButton({ media, className = "" }: { media: MediaSummary; className?: string }) {
  const update = useUpdateMedia();
  const text = messages.favourites;
  const onClick = () =>
    update.mutate(
      { id: media.id, changes: { favourite: !media.favourite } },
      { onError: (error) => showToast(messages.selection.failed(error.message)) },
    );
  return (
    <IconButton
      icon="heart"
      className={`${className} favourite-button`}
      label={text.toggle}
      aria-pressed={media.favourite}
      onClick={onClick}
    />
  );
}
