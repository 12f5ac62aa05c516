import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Invitation, invitationsQuery, invite, revokeInvitation } from "../api/admin-api.ts";
import { CopyField } from "../components/copy-field.tsx";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { formatDateTime } from "../format.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "../settings/settings-section.tsx";
import { parseQuota } from "./quota.ts";
import { type Role, RoleAndQuotaFields } from "./role-and-quota-fields.tsx";

const text = messages.admin;

/** Makes invitations, and lists those that nobody has accepted. */
export function InvitationsSection() {
  const client = useQueryClient();
  const { data, error } = useQuery(invitationsQuery);
  const refresh = () => client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const create = useMutation({ mutationFn: invite, onSuccess: refresh });
  const revoke = useMutation({ mutationFn: revokeInvitation, onSuccess: refresh });
  const submit = (fields: FormData) => {
    const email = field(fields, "email");
    const quota = field(fields, "quota");
    const quotaBytes = quota === "" ? undefined : parseQuota(quota);
    create.mutate({
      role: field(fields, "role") as Role,
      ...(email === "" ? {} : { email }),
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
    });
  };
  return (
    <>
      <SettingsSection title={text.invite} text={text.inviteText}>
        {create.data ? (
          <div className="shown-secret">
            <p className="settings-name">{text.invitationMade}</p>
            <p className="fine-print">{create.data.mailed ? text.invitationMailed : text.invitationByHand}</p>
            <CopyField label={text.invitationLink} value={create.data.url} />
            <button type="button" className="button" onClick={() => create.reset()}>
              {text.done}
            </button>
          </div>
        ) : (
          <Form action={text.createInvitation} busy={create.isPending} fault={create.error?.message} onSubmit={submit}>
            <FormField label={text.inviteEmail} hint={text.inviteEmailHint} name="email" type="email" autoComplete="off" maxLength={254} />
            <RoleAndQuotaFields present="member" quotaBytes={null} quotaHint={text.quotaUsual} />
          </Form>
        )}
      </SettingsSection>
      <SettingsSection title={text.invitations}>
        {error && <p className="error-text">{error.message}</p>}
        {data?.items.length === 0 && <p className="settings-text">{text.noInvitations}</p>}
        <ul className="settings-list">
          {data?.items.map((invitation) => (
            <li key={invitation.id}>
              <div>
                <p className="settings-name">{nameOf(invitation)}</p>
                <p className="fine-print">{`${text.roles[invitation.role]} · ${text.until(formatDateTime(invitation.expiresAt))}`}</p>
              </div>
              <button
                type="button"
                className="button button-small"
                aria-label={text.revokeNamed(nameOf(invitation))}
                onClick={() => revoke.mutate(invitation.id)}
              >
                {text.revoke}
              </button>
            </li>
          ))}
        </ul>
      </SettingsSection>
    </>
  );
}

function nameOf({ email }: Invitation): string {
  return email ?? text.anybody;
}
