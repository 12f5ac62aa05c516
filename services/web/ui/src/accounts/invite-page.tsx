import { useQuery } from "@tanstack/react-query";
import { acceptInvitation, readInvitation } from "../api/admin-api.ts";
import { Form, field } from "../components/form.tsx";
import { Link } from "../components/link.tsx";
import { messages } from "../messages.ts";
import { Entrance } from "./entrance.tsx";
import { NewAccountFields } from "./new-account-fields.tsx";
import { OidcEntrance } from "./oidc-entrance.tsx";
import { useEnter } from "./use-enter.ts";
import { useHashToken } from "./use-hash-token.ts";

const text = messages.session;

/** Makes the account that an invitation is for. */
export default function InvitePage() {
  const token = useHashToken();
  const invitation = useQuery({ queryKey: ["invitation", token], queryFn: () => readInvitation(token), retry: false });
  const { mutate, isPending, error } = useEnter(acceptInvitation);
  if (invitation.isPending) return <Entrance title={messages.loading} />;
  if (invitation.error) {
    return (
      <Entrance title={text.inviteFailed} text={invitation.error.message}>
        <Link className="button" href="/sign-in">
          {text.signIn}
        </Link>
      </Entrance>
    );
  }
  return (
    <Entrance title={text.inviteTitle} text={invitation.data.role === "administrator" ? text.inviteAdministrator : text.inviteText}>
      <Form
        action={text.create}
        busy={isPending}
        fault={error?.message}
        onSubmit={(fields) =>
          mutate({ token, name: field(fields, "name"), email: field(fields, "email"), password: field(fields, "password") })
        }
      >
        <NewAccountFields email={invitation.data.email ?? undefined} />
      </Form>
      <OidcEntrance invitation={token} />
    </Entrance>
  );
}
