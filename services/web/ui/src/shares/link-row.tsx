import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { revokeLink, type ShareLink } from "../api/shares-api.ts";
import { Icon } from "../components/icon.tsx";
import { formatDateTime } from "../format.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { LinkPasswordForm } from "./link-password-form.tsx";

const text = messages.shares;

/** A link that stands: what it allows, who has seen it, and its end. */
export function LinkRow({ link }: { link: ShareLink }) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeLink(link.id),
    onSuccess: () => {
      showToast(text.revoked);
      return Promise.all([client.invalidateQueries({ queryKey: ["share-links"] }), client.invalidateQueries({ queryKey: ["album"] })]);
    },
  });
  const made = formatDateTime(link.createdAt);
  return (
    <li className="link-row" data-expired={link.isExpired || undefined}>
      <div className="link-facts">
        <p className="link-made">
          <Icon name={link.hasPassword ? "lock" : "link"} size={16} />
          {text.madeOn(made)}
        </p>
        <p className="fine-print">{describe(link).join(" · ")}</p>
        {revoke.error && (
          <p className="error-text" role="alert">
            {revoke.error.message}
          </p>
        )}
      </div>
      <div className="link-actions">
        <button type="button" className="text-button" aria-expanded={changing} onClick={() => setChanging(!changing)}>
          {text.setPassword}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={text.revokeNamed(made)}
          aria-disabled={revoke.isPending}
          onClick={() => !revoke.isPending && revoke.mutate()}
        >
          {text.revoke}
        </button>
      </div>
      {changing && <LinkPasswordForm link={link} onDone={() => setChanging(false)} />}
    </li>
  );
}

function describe(link: ShareLink): string[] {
  const end = link.isExpired ? text.ended : link.expiresAt ? text.ends(formatDateTime(link.expiresAt)) : undefined;
  return [
    text.views(link.viewCount),
    ...(link.lastViewedAt ? [text.lastViewed(formatDateTime(link.lastViewedAt))] : []),
    ...(link.hasPassword ? [text.hasPassword] : []),
    ...(link.allowsDownload ? [link.downloadsPlace ? text.downloadsWithPlace : text.downloads] : []),
    ...(link.showsCaptions ? [text.captions] : []),
    ...(link.allowsUpload ? [text.uploads] : []),
    ...(end ? [end] : []),
  ];
}
