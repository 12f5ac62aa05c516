import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createLink, type MadeLink, type ShareTarget } from "../api/shares-api.ts";
import { SelectField } from "../components/select-field.tsx";
import { messages } from "../messages.ts";

const text = messages.shares;
const dayMs = 24 * 60 * 60 * 1000;
const lifetimesDays = [1, 7, 30, 365] as const;

/** Makes a link: with a password, an end, and what it allows. */
export function LinkForm({ target, onMade }: { target: ShareTarget; onMade: (link: MadeLink) => void }) {
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [days, setDays] = useState("");
  const [allowsDownload, setDownload] = useState(false);
  const [withPlace, setWithPlace] = useState(false);
  const [showsCaptions, setCaptions] = useState(false);
  const [allowsUpload, setUpload] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      createLink({
        ...target,
        password: password === "" ? null : password,
        expiresAt: days === "" ? null : new Date(Date.now() + Number(days) * dayMs).toISOString(),
        allowsDownload,
        downloadsPlace: allowsDownload && withPlace,
        showsCaptions,
        allowsUpload,
      }),
    onSuccess: async (link) => {
      onMade(link);
      await Promise.all([client.invalidateQueries({ queryKey: ["share-links"] }), client.invalidateQueries({ queryKey: ["album"] })]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate();
  };
  return (
    <form className="link-form" onSubmit={submit}>
      <label className="form-field">
        <span>{text.password}</span>
        {/* Not the account's: password managers have no business here. */}
        <input
          type="text"
          value={password}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="link-password-hint"
          onChange={(event) => setPassword(event.target.value)}
        />
        <span className="fine-print" id="link-password-hint">
          {text.passwordHint}
        </span>
      </label>
      <SelectField
        label={text.expires}
        value={days}
        options={[["", text.never], ...lifetimesDays.map((n) => [String(n), text.inDays(n)] as const)]}
        onChange={setDays}
      />
      <label className="check">
        <input type="checkbox" checked={allowsDownload} onChange={(event) => setDownload(event.target.checked)} />
        <span>
          {text.allowsDownload}
          <span className="fine-print">{text.downloadHint}</span>
        </span>
      </label>
      {allowsDownload && (
        <label className="check link-more">
          <input type="checkbox" checked={withPlace} onChange={(event) => setWithPlace(event.target.checked)} />
          {text.downloadsPlace}
        </label>
      )}
      <label className="check">
        <input type="checkbox" checked={showsCaptions} onChange={(event) => setCaptions(event.target.checked)} />
        {text.showsCaptions}
      </label>
      {"albumId" in target && (
        <label className="check">
          <input type="checkbox" checked={allowsUpload} onChange={(event) => setUpload(event.target.checked)} />
          <span>
            {text.allowsUpload}
            <span className="fine-print">{text.uploadHint}</span>
          </span>
        </label>
      )}
      {make.error && (
        <p className="error-text" role="alert">
          {make.error.message}
        </p>
      )}
      <button type="submit" className="button button-primary" aria-disabled={make.isPending}>
        {text.make}
      </button>
    </form>
  );
}
