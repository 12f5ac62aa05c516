import { Link } from "../components/link.tsx";
import { messages } from "../messages.ts";

/** The server answers unknown addresses itself; this is for those that only history or a link made here leads to. */
export function NoPage() {
  return (
    <div className="state">
      <h1>{messages.navigation.notFoundTitle}</h1>
      <p>{messages.navigation.notFoundText}</p>
      <Link className="button button-primary" href="/">
        {messages.navigation.home}
      </Link>
    </div>
  );
}
