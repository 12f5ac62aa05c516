import { type TouchEvent, useRef } from "react";

const pressMs = 450;

/** Calls back when a finger rests on an element; the click that follows is swallowed. */
export function useLongPress(onPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = useRef(false);
  const cancel = () => clearTimeout(timer.current);
  return {
    onTouchStart: (event: TouchEvent) => {
      pressed.current = false;
      cancel();
      if (event.touches.length > 1) return;
      timer.current = setTimeout(() => {
        pressed.current = true;
        onPress();
      }, pressMs);
    },
    onTouchMove: cancel,
    onTouchCancel: cancel,
    onTouchEnd: (event: TouchEvent) => {
      cancel();
      if (pressed.current && event.cancelable) event.preventDefault();
    },
  };
}
