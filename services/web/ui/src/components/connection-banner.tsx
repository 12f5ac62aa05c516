import { useOnline } from "../hooks/use-online.ts";
import { messages } from "../messages.ts";
import { Icon } from "./icon.tsx";

export function ConnectionBanner({ connected }: { connected: boolean }) {
  const online = useOnline();
  if (online && connected) return null;
  return (
    <div className="banner" role="status">
      <Icon name="cloudOff" />
      {online ? messages.connection.reconnecting : messages.connection.offline}
    </div>
  );
}
