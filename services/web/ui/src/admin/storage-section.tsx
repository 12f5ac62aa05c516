import { useQuery } from "@tanstack/react-query";
import { type StorageSummary, storageQuery } from "../api/operation-api.ts";
import { formatBytes, formatDateTime, formatDecimal } from "../format.ts";
import { messages } from "../messages.ts";
import { Panel } from "./panel.tsx";

const texts = messages.operation.storage;

export function StorageSection() {
  const query = useQuery(storageQuery);
  return (
    <Panel title={texts.title} query={query}>
      {({ items, summedAt }) =>
        summedAt === null ? (
          <p className="fine-print">{texts.notYet}</p>
        ) : (
          <>
            <StorageTable caption={texts.originals} items={items.filter(({ area }) => area === "originals")} />
            <StorageTable caption={texts.renditions} items={items.filter(({ area }) => area === "renditions")} />
            <p className="fine-print">{texts.summed(formatDateTime(summedAt))}</p>
          </>
        )
      }
    </Panel>
  );
}

function StorageTable({ caption, items }: { caption: string; items: StorageSummary["items"] }) {
  if (items.length === 0) return null;
  const sum = (of: (item: StorageSummary["items"][number]) => number) => items.reduce((total, item) => total + of(item), 0);
  return (
    <table className="panel-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.kind}</th>
          <th scope="col" className="number">
            {texts.objects}
          </th>
          <th scope="col" className="number">
            {texts.size}
          </th>
        </tr>
      </thead>
      <tbody>
        {items
          .toSorted((one, other) => other.sizeBytes - one.sizeBytes)
          .map(({ area, kind, objects, sizeBytes }) => (
            <tr key={kind}>
              <th scope="row">{texts.kinds[`${area}/${kind}`] ?? kind}</th>
              <td className="number">{formatDecimal(objects)}</td>
              <td className="number">{formatBytes(sizeBytes)}</td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{texts.total}</th>
          <td className="number">{formatDecimal(sum(({ objects }) => objects))}</td>
          <td className="number">{formatBytes(sum(({ sizeBytes }) => sizeBytes))}</td>
        </tr>
      </tfoot>
    </table>
  );
}
