import { messages } from "../messages.ts";
import { InvitationsSection } from "./invitations-section.tsx";
import { UsersSection } from "./users-section.tsx";

/** For administrators: everybody's account, and the invitations to more. */
export default function UsersPage() {
  return (
    <div className="settings">
      <h1>{messages.admin.users}</h1>
      <UsersSection />
      <InvitationsSection />
    </div>
  );
}
