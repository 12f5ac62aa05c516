import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type AlbumDetail, type AlbumMember, addMember, changeMember, removeMember, updateAlbum } from "../api/albums-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { SelectField } from "../components/select-field.tsx";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { membersKey, useAlbumChange, useMembers } from "./album-queries.ts";

const text = messages.albums.people;
const roles = ["viewer", "contributor", "editor"] as const satisfies readonly AlbumMember["role"][];

/** Who is in an album; its owner lets people in and takes them out. */
export function PeopleDialog({ album, onClose }: { album: AlbumDetail; onClose: () => void }) {
  const { data } = useMembers(album.id);
  const { manage } = album.rights;
  const actions = (
    <button type="button" className="button" onClick={onClose}>
      {messages.close}
    </button>
  );
  return (
    <Dialog title={text.title} actions={actions} onClose={onClose}>
      <ul className="people">
        <li>
          <bdi>{album.owner.name}</bdi>
          <span className="people-role">{text.owner}</span>
        </li>
        {data?.items.map((member) => (
          <Member key={member.person.id} album={album} member={member} />
        ))}
      </ul>
      {data?.items.length === 0 && <p className="fine-print">{text.alone}</p>}
      {manage && <Invitation album={album} />}
      {manage && <Settings album={album} />}
    </Dialog>
  );
}

function Member({ album, member: { person, role } }: { album: AlbumDetail; member: AlbumMember }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: membersKey(album.id) });
  const change = useMutation({ mutationFn: (next: AlbumMember["role"]) => changeMember(album.id, person.id, next), onSettled: refresh });
  const remove = useAlbumChange(album.id, () => removeMember(album.id, person.id));
  return (
    <li>
      <bdi>{person.name}</bdi>
      {album.rights.manage ? (
        <>
          <select
            className="select"
            aria-label={text.roleOf(person.name)}
            value={change.isPending ? change.variables : role}
            onChange={(event) => change.mutate(event.target.value as AlbumMember["role"])}
          >
            {roles.map((name) => (
              <option key={name} value={name}>
                {text.roles[name]}
              </option>
            ))}
          </select>
          <IconButton
            icon="close"
            label={text.remove(person.name)}
            onClick={() => remove.mutate(undefined, { onSuccess: () => void refresh() })}
          />
        </>
      ) : (
        <span className="people-role">{text.roles[role]}</span>
      )}
    </li>
  );
}

function Invitation({ album }: { album: AlbumDetail }) {
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<AlbumMember["role"]>("viewer");
  const invite = useMutation({
    mutationFn: () => addMember(album.id, { email, role }),
    onSuccess: (members) => {
      client.setQueryData(membersKey(album.id), members);
      announce(text.added(email));
      setEmail("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  };
  return (
    <form className="people-invite" onSubmit={submit}>
      <label className="form-field">
        <span>{text.email}</span>
        <input type="email" required value={email} autoComplete="off" onChange={(event) => setEmail(event.target.value)} />
      </label>
      <SelectField label={text.role} value={role} options={roles.map((name) => [name, text.roles[name]])} onChange={setRole} />
      <button type="submit" className="button button-primary" aria-disabled={invite.isPending}>
        {text.invite}
      </button>
      {invite.error && (
        <p className="error-text" role="alert">
          {invite.error.message}
        </p>
      )}
      <p className="fine-print">{text.removeHint}</p>
    </form>
  );
}

function Settings({ album }: { album: AlbumDetail }) {
  const change = useAlbumChange(album.id, (settings: { commentsOn?: boolean; likesOn?: boolean }) => updateAlbum(album.id, settings));
  return (
    <fieldset className="settings">
      <legend>{messages.albums.page.settings}</legend>
      <label className="check">
        <input type="checkbox" checked={album.commentsOn} onChange={(event) => change.mutate({ commentsOn: event.target.checked })} />
        {messages.albums.page.commentsOn}
      </label>
      <label className="check">
        <input type="checkbox" checked={album.likesOn} onChange={(event) => change.mutate({ likesOn: event.target.checked })} />
        {messages.albums.page.likesOn}
      </label>
    </fieldset>
  );
}
