import { Icon, type IconName } from "../components/icon.tsx";

/** A page that has nothing yet, and how something comes there. */
export function EmptyPage({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return (
    <div className="state">
      <Icon name={icon} size={48} />
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
