import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { pickFiles, pickFolder } from "./pickers.tsx";

const entries: readonly { icon: IconName; label: string; run: () => void }[] = [
  { icon: "image", label: messages.add.files, run: pickFiles },
  { icon: "folder", label: messages.add.folder, run: pickFolder },
];

export function AddMenu() {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return undefined;
    box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape") close();
    if (event.key === "Tab") setOpen(false);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length)?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the menu inside
    <div className="menu-box" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="button button-primary"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="add" size={18} />
        {messages.add.button}
      </button>
      {open && (
        <div className="menu" role="menu" id={menuId} aria-label={messages.add.button}>
          {entries.map(({ icon, label, run }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              onClick={() => {
                close();
                run();
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
