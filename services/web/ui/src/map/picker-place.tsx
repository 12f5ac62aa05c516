import { messages } from "../messages.ts";

/** What stands where the picker will be, as high as it: nothing must move under the pointer when it comes. */
export function PickerPlace() {
  return (
    <>
      <div className="map-canvas map-picker" role="status" aria-label={messages.loading} />
      <p className="fine-print">{messages.map.pickHint}</p>
    </>
  );
}
