import { useEffect, useState } from "react";

/** The secret behind the # of a link, which leaves the address bar and the history at once. */
export function useHashToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    if (window.location.hash !== "")
      window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);
  return token;
}
