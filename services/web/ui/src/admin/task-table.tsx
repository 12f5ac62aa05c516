import type { QueueTask } from "../api/operation-api.ts";
import { formatPercent, formatRemaining } from "../format.ts";
import { messages } from "../messages.ts";

const texts = messages.operation.queue;

interface TaskTableProps {
  caption: string;
  empty: string;
  tasks: readonly QueueTask[];
  running?: boolean;
}

/** Tasks with what they are about. A narrow screen shows each as a block. */
export function TaskTable({ caption, empty, tasks, running = false }: TaskTableProps) {
  if (tasks.length === 0) {
    return (
      <div className="panel-part">
        <h3>{caption}</h3>
        <p className="fine-print">{empty}</p>
      </div>
    );
  }
  return (
    <table className="panel-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.file}</th>
          <th scope="col">{texts.task}</th>
          <th scope="col">{running ? texts.progress : texts.came}</th>
          {running && <th scope="col">{texts.worker}</th>}
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} running={running} />
        ))}
      </tbody>
    </table>
  );
}

function TaskRow({ task, running }: { task: QueueTask; running: boolean }) {
  const age = formatRemaining(Date.now() - Date.parse((running && task.startedAt) || task.createdAt));
  return (
    <tr>
      <th scope="row">
        <bdi>{task.fileName}</bdi>
      </th>
      <td>
        {messages.operation.taskKinds[task.kind]}
        {task.failures > 0 && <span className="fine-print">{texts.again(task.failures)}</span>}
      </td>
      {running ? (
        <td>
          <span className="task-progress">
            <progress className="bar" max={1} value={task.progress} aria-label={`${texts.progress}: ${task.fileName}`} />
            <span>{formatPercent(task.progress)}</span>
            <span className="fine-print">{age}</span>
          </span>
        </td>
      ) : (
        <td>{age}</td>
      )}
      {running && <td className="fine-print">{shortName(task.worker)}</td>}
    </tr>
  );
}

/** Of `host/uuid` what tells workers apart at a glance. */
function shortName(worker: string | null): string {
  if (worker === null) return "";
  const [host, id] = worker.split("/");
  return id === undefined ? worker : `${host} · ${id.slice(0, 4)}`;
}
