import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { pickFiles, pickFolder } from "./pickers.tsx";

export function PickerButtons() {
  return (
    <div className="picker-buttons">
      <button type="button" className="button button-primary" onClick={pickFiles}>
        <Icon name="image" />
        {messages.timeline.chooseFiles}
      </button>
      <button type="button" className="button" onClick={pickFolder}>
        <Icon name="folder" />
        {messages.timeline.chooseFolder}
      </button>
    </div>
  );
}
