import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { clearQueue, type QueueState, queueQuery, usePauseQueue } from "../api/operation-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { formatDateTime, formatDecimal, formatRemaining } from "../format.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { Panel } from "./panel.tsx";
import { Stat } from "./stat.tsx";
import { TaskTable } from "./task-table.tsx";

const texts = messages.operation.queue;

export function QueueSection() {
  const query = useQuery(queueQuery);
  return (
    <Panel title={texts.title} query={query}>
      {(state) => <Queue state={state} />}
    </Panel>
  );
}

function Queue({ state }: { state: QueueState }) {
  const { lastHour } = state;
  return (
    <>
      {state.pausedAt !== null && (
        <p className="panel-notice" role="status">
          {texts.pausedSince(formatDateTime(state.pausedAt))}
        </p>
      )}
      <dl className="stats">
        <Stat
          label={texts.waiting}
          value={formatDecimal(state.queued)}
          note={state.oldestQueuedAt === null ? undefined : texts.oldest(formatRemaining(Date.now() - Date.parse(state.oldestQueuedAt)))}
        />
        <Stat label={texts.running} value={formatDecimal(state.running)} />
        <Stat label={texts.done} value={formatDecimal(lastHour.done)} />
        <Stat label={texts.failed} value={formatDecimal(lastHour.failed)} />
        <Stat
          label={texts.mean}
          value={lastHour.meanSeconds === null ? texts.unknown : texts.seconds(formatDecimal(lastHour.meanSeconds))}
        />
      </dl>
      <QueueLevers isPaused={state.pausedAt !== null} />
      <TaskTable caption={texts.runningTasks} empty={texts.nothingRuns} tasks={state.runningTasks} running />
      <TaskTable caption={texts.waitingTasks} empty={texts.nothingWaits} tasks={state.waitingTasks} />
    </>
  );
}

function QueueLevers({ isPaused }: { isPaused: boolean }) {
  const pause = usePauseQueue();
  const [isAsking, setAsking] = useState(false);
  const [isClearing, setClearing] = useState(false);
  const [fault, setFault] = useState<string>();
  const clear = async () => {
    setClearing(true);
    setFault(undefined);
    try {
      showToast(texts.cleared(await clearQueue()));
      setAsking(false);
    } catch (error) {
      setFault((error as Error).message);
    }
    setClearing(false);
  };
  return (
    <div className="panel-actions">
      <button type="button" className="button" aria-disabled={pause.isPending} onClick={() => !pause.isPending && pause.mutate(!isPaused)}>
        <Icon name={isPaused ? "play" : "pause"} size={18} />
        {isPaused ? texts.resume : texts.pause}
      </button>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        <Icon name="trash" size={18} />
        {texts.clear}
      </button>
      {pause.error && (
        <p className="error-text" role="alert">
          {pause.error.message}
        </p>
      )}
      {isAsking && (
        <ConfirmDialog
          title={texts.clearTitle}
          text={texts.clearText}
          confirmLabel={texts.clear}
          busy={isClearing}
          error={fault}
          onConfirm={() => void clear()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
