import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchLinks, type MadeLink, type ShareTarget } from "../api/shares-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { messages } from "../messages.ts";
import "../styles/shares.css";
import { LinkForm } from "./link-form.tsx";
import { LinkRow } from "./link-row.tsx";
import { MadeLinkView } from "./made-link.tsx";

const text = messages.shares;

export const linksKey = (target: ShareTarget | undefined) => ["share-links", target ?? "all"] as const;

/** The links of an album or media: what they allow, how often they were seen, and a new one. */
export default function ShareDialog({ target, onClose }: { target: ShareTarget; onClose: () => void }) {
  const { data } = useQuery({ queryKey: linksKey(target), queryFn: ({ signal }) => fetchLinks(target, signal) });
  const [made, setMade] = useState<MadeLink>();
  const [making, setMaking] = useState(false);
  const links = data?.items.filter(({ id }) => id !== made?.id) ?? [];
  const isFirst = data !== undefined && data.items.length === 0 && !made;
  const actions = (
    <button type="button" className="button" onClick={onClose}>
      {messages.close}
    </button>
  );
  return (
    <Dialog title={text.title} text={text.intro} actions={actions} onClose={onClose}>
      {made && <MadeLinkView link={made} />}
      {links.length > 0 && (
        <ul className="links" aria-label={text.links}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} />
          ))}
        </ul>
      )}
      {isFirst || making ? (
        <LinkForm
          target={target}
          onMade={(link) => {
            setMade(link);
            setMaking(false);
          }}
        />
      ) : (
        data && (
          <button type="button" className="button" onClick={() => setMaking(true)}>
            {text.makeAnother}
          </button>
        )
      )}
    </Dialog>
  );
}
