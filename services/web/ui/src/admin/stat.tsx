/** A number with its name, and a word about it. */
export function Stat({ label, value, note }: { label: string; value: string; note?: string | undefined }) {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd>
        {value}
        {note !== undefined && <span className="fine-print">{note}</span>}
      </dd>
    </div>
  );
}
