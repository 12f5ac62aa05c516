import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type ShareLink, updateLink } from "../api/shares-api.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";

const text = messages.shares;

/** Another password for a link, or none. */
export function LinkPasswordForm({ link, onDone }: { link: ShareLink; onDone: () => void }) {
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: (next: string | null) => updateLink(link.id, { password: next }),
    onSuccess: async () => {
      showToast(text.passwordSet);
      onDone();
      await client.invalidateQueries({ queryKey: ["share-links"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && password !== "") save.mutate(password);
  };
  return (
    <form className="link-password" onSubmit={submit}>
      <label className="form-field">
        <span>{text.setPasswordTitle}</span>
        <input
          type="text"
          value={password}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-small button-primary" aria-disabled={save.isPending || password === ""}>
        {messages.albums.save}
      </button>
      {link.hasPassword && (
        <button type="button" className="button button-small" onClick={() => !save.isPending && save.mutate(null)}>
          {text.removePassword}
        </button>
      )}
      {save.error && (
        <p className="error-text" role="alert">
          {save.error.message}
        </p>
      )}
    </form>
  );
}
