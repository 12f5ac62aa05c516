import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";

export interface DropTarget {
  readonly id: string;
  readonly side: "before" | "after";
}

interface Drag {
  readonly id: string;
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  started: boolean;
}

/** A press becomes a drag when it has moved so far. */
const thresholdPx = 6;
/** Near the window's edge the page scrolls by itself. */
const edgePx = 90;
const scrollStepPx = 14;

/**
 * Lets items be dragged by pointer: by mouse anywhere on them, by touch at their handle only, so that a finger can still scroll.
 * Elements say which item they are by `data-arrange-id`, handles have `data-handle`.
 */
export function useDragOrder(onDrop: (id: string, target: DropTarget) => void) {
  const [dragged, setDragged] = useState<string>();
  const [target, setTarget] = useState<DropTarget>();
  const drag = useRef<Drag | undefined>(undefined);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  useEffect(() => {
    let frame = 0;
    let over: DropTarget | undefined;
    const show = (next: DropTarget | undefined) => {
      if (next?.id === over?.id && next?.side === over?.side) return;
      over = next;
      setTarget(next);
    };
    const tick = () => {
      const current = drag.current;
      if (!current?.started) return;
      const step = current.y < edgePx ? -scrollStepPx : current.y > window.innerHeight - edgePx ? scrollStepPx : 0;
      if (step !== 0) window.scrollBy(0, step);
      show(findTarget(current));
      frame = requestAnimationFrame(tick);
    };
    const onMove = (event: PointerEvent) => {
      const current = drag.current;
      if (!current) return;
      current.x = event.clientX;
      current.y = event.clientY;
      if (current.started || Math.hypot(current.x - current.startX, current.y - current.startY) < thresholdPx) return;
      current.started = true;
      setDragged(current.id);
      frame = requestAnimationFrame(tick);
    };
    const end = (dropped: boolean) => {
      const current = drag.current;
      cancelAnimationFrame(frame);
      drag.current = undefined;
      if (current?.started && dropped && over && over.id !== current.id) drop.current(current.id, over);
      show(undefined);
      setDragged(undefined);
    };
    const onUp = () => end(true);
    const onCancel = () => end(false);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && drag.current?.started && end(false);
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onCancel);
    window.addEventListener("keydown", onKey);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onCancel);
      window.removeEventListener("keydown", onKey);
    };
  }, []);

  const onPointerDown = (id: string) => (event: ReactPointerEvent<HTMLElement>) => {
    const from = event.target as HTMLElement;
    const isHandle = from.closest("[data-handle]") !== null;
    if (event.button !== 0 || (!isHandle && (event.pointerType !== "mouse" || from.closest("button, a, input") !== null))) return;
    // Text and pictures must not be selected or dragged by the browser meanwhile.
    if (event.pointerType === "mouse" && !isHandle) event.preventDefault();
    drag.current = { id, startX: event.clientX, startY: event.clientY, x: event.clientX, y: event.clientY, started: false };
  };
  return { dragged, target, onPointerDown };
}

function findTarget({ x, y }: Drag): DropTarget | undefined {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-arrange-id]");
  const id = element?.dataset["arrangeId"];
  if (!element || id === undefined) return undefined;
  const box = element.getBoundingClientRect();
  const isWide = box.width > box.height * 2.5;
  const isFirstHalf = isWide ? y < box.top + box.height / 2 : x < box.left + box.width / 2;
  return { id, side: isFirstHalf ? "before" : "after" };
}
