import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { messages } from "../messages.ts";
import "../styles/panel.css";
import { FailuresSection } from "./failures-section.tsx";
import { QueueSection } from "./queue-section.tsx";
import { ScalingSection } from "./scaling-section.tsx";
import { StorageSection } from "./storage-section.tsx";

/** How the processing goes, and the levers on it. */
export default function OperationPage() {
  useDocumentTitle(messages.operation.title);
  return (
    <div className="panel-page">
      <h1>{messages.operation.title}</h1>
      <p className="fine-print">{messages.operation.intro}</p>
      <QueueSection />
      <FailuresSection />
      <ScalingSection />
      <StorageSection />
    </div>
  );
}
