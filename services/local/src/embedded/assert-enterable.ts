import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { DomainError } from "@mediashare/kit";

export class ClosedFolderError extends DomainError {
  readonly code = "closed_folder";
}

const othersMayEnter = 0o001;

/**
 * Postgres refuses to run as root, so it then runs as a user of its own, who must be able to get to its data.
 * @throws ClosedFolderError naming the folder that is in the way
 */
export async function assertEnterable(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((await stat(folder)).mode & othersMayEnter) continue;
    throw new ClosedFolderError(
      `You are root, and so Postgres runs as a user of its own, who may not enter ${folder}. Run \`npm start\` as an ordinary user, set MEDIASHARE_DATA_PATH to a folder elsewhere, or allow it: chmod o+x ${folder}`,
    );
  }
}
