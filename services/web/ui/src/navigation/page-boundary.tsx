import { Component, type ReactNode } from "react";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";

/** Shows that a page's code could not be had: most often the site was updated since the document was loaded. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="state" role="alert">
        <Icon name="cloudOff" size={48} />
        <h1>{messages.navigation.failedTitle}</h1>
        <p>{messages.navigation.failedText}</p>
        <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
          {messages.navigation.reload}
        </button>
      </div>
    );
  }
}
