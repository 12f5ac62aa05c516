import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeUser, createResetLink, type ListedUser, removeUser, usersQuery } from "../api/admin-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { CopyField } from "../components/copy-field.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Form, field } from "../components/form.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { parseQuota } from "./quota.ts";
import { type Role, RoleAndQuotaFields } from "./role-and-quota-fields.tsx";

const text = messages.admin;

interface UserDialogProps {
  readonly user: ListedUser;
  readonly isSelf: boolean;
  readonly onClose: () => void;
}

/** What an administrator can do about an account. */
export function UserDialog({ user, isSelf, onClose }: UserDialogProps) {
  const client = useQueryClient();
  const [isRemoving, setRemoving] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: usersQuery.queryKey });
  const change = useMutation({
    mutationFn: changeUser,
    onSuccess: () => {
      showToast(text.saved);
      onClose();
      return refresh();
    },
  });
  const link = useMutation({ mutationFn: createResetLink });
  const remove = useMutation({
    mutationFn: removeUser,
    onSuccess: () => {
      showToast(text.removed(user.name));
      onClose();
      return refresh();
    },
  });
  const submit = (fields: FormData) => {
    const quotaBytes = parseQuota(field(fields, "quota"));
    change.mutate({
      id: user.id,
      role: field(fields, "role") as Role,
      state: isSelf || fields.has("active") ? "active" : "disabled",
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
    });
  };
  if (isRemoving) {
    return (
      <ConfirmDialog
        title={text.removeTitle(user.name)}
        text={text.removeText}
        confirmLabel={text.remove}
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate(user.id)}
        onClose={() => setRemoving(false)}
      />
    );
  }
  const actions = (
    <>
      {user.email !== null && (
        <button type="button" className="button" onClick={() => link.mutate(user.id)}>
          {text.resetLink}
        </button>
      )}
      {!isSelf && (
        <button type="button" className="button button-danger" onClick={() => setRemoving(true)}>
          {text.remove}
        </button>
      )}
      <button type="button" className="button" onClick={onClose}>
        {messages.close}
      </button>
    </>
  );
  return (
    <Dialog title={text.changeTitle(user.name)} actions={actions} onClose={onClose}>
      <Form action={text.save} busy={change.isPending} fault={change.error?.message} onSubmit={submit}>
        <RoleAndQuotaFields present={user.role} quotaBytes={user.quotaBytes} quotaHint={text.quotaHint} />
        {!isSelf && (
          <label className="form-choice">
            <input type="checkbox" name="active" defaultChecked={user.state === "active"} />
            {text.state}
          </label>
        )}
      </Form>
      {link.error && <p className="error-text">{link.error.message}</p>}
      {link.data && (
        <div className="shown-secret">
          <p className="fine-print">{text.resetLinkText}</p>
          <CopyField label={text.resetLink} value={link.data.url} />
        </div>
      )}
    </Dialog>
  );
}
