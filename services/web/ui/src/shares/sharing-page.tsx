import { useQuery } from "@tanstack/react-query";
import { AlbumList } from "../albums/albums-page.tsx";
import { fetchLinks, type ShareLink } from "../api/shares-api.ts";
import { Link } from "../components/link.tsx";
import { mediaPath } from "../hooks/use-route.ts";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import "../styles/albums.css";
import "../styles/shares.css";
import { albumPath } from "../albums/album-path.ts";
import { LinkRow } from "./link-row.tsx";

const text = messages.shares;

/** What others share with one, and what one shares by links. */
export default function SharingPage() {
  return (
    <div className="albums-page">
      <PageHeading title={messages.albums.sharing} />
      <section aria-labelledby="shared-with-you">
        <h2 id="shared-with-you" className="page-section">
          {messages.albums.sharedTitle}
        </h2>
        <AlbumList scope="shared" emptyTitle={messages.albums.sharedEmptyTitle} emptyText={messages.albums.sharedEmptyText} />
      </section>
      <section aria-labelledby="your-links">
        <h2 id="your-links" className="page-section">
          {text.yourLinks}
        </h2>
        <YourLinks />
      </section>
    </div>
  );
}

function YourLinks() {
  const { data } = useQuery({ queryKey: ["share-links", "all"], queryFn: ({ signal }) => fetchLinks(undefined, signal) });
  if (!data) return null;
  if (data.items.length === 0) return <p className="fine-print">{text.yourLinksEmpty}</p>;
  return (
    <ul className="links">
      {data.items.map((link) => (
        <li key={link.id} className="link-of">
          <Link href={hrefOf(link)}>{link.albumId ? text.toAlbum : text.toItem}</Link>
          <ul>
            <LinkRow link={link} />
          </ul>
        </li>
      ))}
    </ul>
  );
}

const hrefOf = (link: ShareLink) => (link.albumId ? albumPath(link.albumId) : mediaPath(link.mediaId ?? ""));
