import { lazy, type Ref, Suspense, useId, useImperativeHandle, useRef, useState } from "react";
import { PickerPlace } from "../map/picker-place.tsx";
import { messages } from "../messages.ts";
import { type EditValues, fromPoint, placeFaults, toPoint } from "./edit-values.ts";

const PlacePicker = lazy(() => import("../map/place-picker.tsx"));

export interface PlaceFieldsHandle {
  /** Says what is wrong, and goes there. */
  readonly complain: () => void;
}

type Place = Pick<EditValues, "latitude" | "longitude">;

interface PlaceFieldsProps {
  values: Place;
  onChange: (place: Partial<Place>) => void;
  ref: Ref<PlaceFieldsHandle>;
}

const names = ["latitude", "longitude"] as const;

/** A place, chosen on a map or written. */
export function PlaceFields({ values, onChange, ref }: PlaceFieldsProps) {
  const text = messages.edit;
  const [faults, setFaults] = useState<readonly (keyof Place)[]>([]);
  const inputs = useRef<Partial<Record<keyof Place, HTMLInputElement | null>>>({});
  const faultId = useId();
  const change = (place: Partial<Place>) => {
    setFaults((before) => before.filter((name) => !(name in place)));
    onChange(place);
  };
  useImperativeHandle(ref, () => ({
    complain: () => {
      const found = placeFaults(values);
      setFaults(found);
      if (found[0]) inputs.current[found[0]]?.focus();
    },
  }));
  const sentences = { latitude: text.wrongLatitude, longitude: text.wrongLongitude };
  return (
    <>
      <Suspense fallback={<PickerPlace />}>
        <PlacePicker place={toPoint(values)} onPick={(place) => change(fromPoint(place))} />
      </Suspense>
      <div className="field-row">
        {names.map((name) => (
          <label key={name} className="stacked-field">
            <span>{text[name]}</span>
            <input
              ref={(input) => {
                inputs.current[name] = input;
              }}
              inputMode="text"
              autoComplete="off"
              value={values[name]}
              aria-invalid={faults.includes(name) || undefined}
              aria-describedby={faults.includes(name) ? faultId : undefined}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      {faults.length > 0 && (
        <p id={faultId} className="error-text" role="alert">
          {faults.map((name) => sentences[name]).join(" ")}
        </p>
      )}
    </>
  );
}
