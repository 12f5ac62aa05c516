import type { SiteConfig } from "../api/media-api.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import type { PickedFile } from "./picked-files.ts";
import type { UploadEngine } from "./upload-engine.ts";
import { emptySnapshot, type UploadItem, type UploadSnapshot } from "./upload-item.ts";
import { ownTarget, type UploadTarget } from "./upload-target.ts";

/** The page's uploads to one place. The engine is loaded after the first paint; what is added before waits for it. */
export class Uploads {
  readonly #target: UploadTarget;
  #snapshot: UploadSnapshot = emptySnapshot;
  #engine: Promise<UploadEngine> | undefined;
  #early: PickedFile[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(target: UploadTarget) {
    this.#target = target;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getSnapshot = () => this.#snapshot;

  start(config: SiteConfig): void {
    this.#engine ??= import("./upload-engine.ts").then(({ UploadEngine }) => UploadEngine.open(config, this.#target, this.#publish));
    this.#with((engine) => {
      const early = this.#early;
      this.#early = [];
      if (early.length > 0) addTo(engine, early);
    });
  }

  add(picked: readonly PickedFile[]): void {
    if (this.#engine) this.#with((engine) => addTo(engine, picked));
    else this.#early.push(...picked);
  }

  readonly pause = (id: string) => this.#with((engine) => engine.pause(id));
  readonly resume = (id: string) => this.#with((engine) => engine.resume(id));
  readonly retry = (id: string) => this.#with((engine) => engine.retry(id));
  readonly cancel = (id: string) => this.#with((engine) => engine.cancel([id]));
  readonly pauseAll = () =>
    this.#forAll(["uploading", "waiting"], (engine, ids) => {
      for (const id of ids) engine.pause(id);
    });
  readonly resumeAll = () =>
    this.#forAll(["paused"], (engine, ids) => {
      for (const id of ids) engine.resume(id);
    });
  readonly retryAll = () =>
    this.#with((engine) => {
      for (const item of this.#snapshot.items) if (item.status === "failed" && item.retryable) engine.retry(item.id);
    });
  readonly cancelAll = () => this.#forAll(["uploading", "waiting", "paused", "needsFile"], (engine, ids) => engine.cancel(ids));
  readonly clearSkipped = () => this.#with((engine) => engine.clearSkipped());
  /** Takes all that has ended, well or not, from the list. */
  readonly clearEnded = () =>
    this.#forAll(["done", "failed"], (engine, ids) => {
      engine.cancel(ids);
      engine.clearSkipped();
    });

  #forAll(statuses: readonly UploadItem["status"][], act: (engine: UploadEngine, ids: string[]) => void): void {
    this.#with((engine) =>
      act(
        engine,
        this.#snapshot.items.filter((item) => statuses.includes(item.status)).map((item) => item.id),
      ),
    );
  }

  #with(act: (engine: UploadEngine) => void): void {
    this.#engine?.then(act).catch((error: unknown) => console.error("The uploads do not work.", error));
  }

  readonly #publish = (snapshot: UploadSnapshot) => {
    const before = this.#snapshot.totals;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
    if (before.left > 0 && snapshot.totals.left === 0 && snapshot.totals.done > 0)
      announce(messages.upload.announceDone(snapshot.totals.done));
    if (snapshot.totals.failed > before.failed) announce(messages.upload.announceFailed(snapshot.totals.failed));
  };
}

function addTo(engine: UploadEngine, picked: readonly PickedFile[]): void {
  const { started, skipped } = engine.add(picked);
  if (started > 0) announce(messages.upload.announceStarted(started));
  else if (skipped.length > 0) announce(messages.upload.announceSkipped(skipped.length));
}

/** Into the library of who is signed in. */
export const uploads = new Uploads(ownTarget);
