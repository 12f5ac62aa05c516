import { Icon } from "../components/icon.tsx";
import { Menu, type MenuEntry } from "../components/menu.tsx";
import { messages } from "../messages.ts";
import { pickFiles, pickFolder } from "./pickers.tsx";

const entries: readonly MenuEntry[] = [
  { icon: "image", label: messages.add.files, run: pickFiles },
  { icon: "folder", label: messages.add.folder, run: pickFolder },
];

export function AddMenu() {
  return (
    <Menu label={messages.add.button} className="button button-primary" entries={entries}>
      <Icon name="add" size={18} />
      {messages.add.button}
    </Menu>
  );
}
