/** Every task that is done, and how long tasks took, minute by minute, as the workers publish it. */
export class FinishedTasks {
  /** From arrival to completion. */
  readonly secondsToReady: number[] = [];
  readonly #minutes: { readonly minute: number; seconds: number; count: number }[] = [];

  add(arrivedAt: number, finishedAt: number, taskSeconds: number): void {
    this.secondsToReady.push(finishedAt - arrivedAt);
    const minute = Math.floor(finishedAt / 60);
    const last = this.#minutes.at(-1);
    if (last && last.minute >= minute) {
      last.seconds += taskSeconds;
      last.count += 1;
    } else this.#minutes.push({ minute, seconds: taskSeconds, count: 1 });
  }

  /** The mean over the ten minutes up to, not including, this one (the controller's window), and when the newest of them ended. */
  meanBefore(minute: number): { readonly mean: number; readonly endedAt: number } | null {
    let [seconds, count, newest] = [0, 0, -1];
    for (let index = this.#minutes.length - 1; index >= 0; index -= 1) {
      const each = this.#minutes[index];
      if (!each || each.minute < minute - 10) break;
      if (each.minute >= minute) continue;
      newest = Math.max(newest, each.minute);
      seconds += each.seconds;
      count += each.count;
    }
    return count === 0 ? null : { mean: seconds / count, endedAt: (newest + 1) * 60 };
  }
}
