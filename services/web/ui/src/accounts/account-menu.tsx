import { useQuery } from "@tanstack/react-query";
import { sessionQuery, signOut } from "../api/session-api.ts";
import { Menu } from "../components/menu.tsx";
import { navigate } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { forgetShared } from "../pwa/take-shared.ts";
import { forgetUploads } from "../upload/persist-uploads.ts";

/** Who is signed in, and what they can do about it. */
export function AccountMenu() {
  const { data } = useQuery(sessionQuery);
  if (!data?.user) return null;
  const { name, role } = data.user;
  const text = messages.session;
  return (
    <Menu
      label={text.signedInAs(name)}
      className="account-button"
      entries={[
        { icon: "settings", label: text.settings, run: () => navigate("/settings") },
        ...(role === "administrator" ? [{ icon: "users" as const, label: text.users, run: () => navigate("/admin/users") }] : []),
        { icon: "signOut", label: text.signOut, run: () => void leave() },
      ]}
    >
      <span aria-hidden="true">{initialsOf(name)}</span>
    </Menu>
  );
}

/** A new document: whoever signs in next finds nothing of this one's in the page's memory or storage. */
async function leave(): Promise<void> {
  await signOut();
  await forgetUploads();
  await forgetShared();
  window.location.assign("/sign-in");
}

/** Up to two letters, of any script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}
