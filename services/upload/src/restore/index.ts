export { type RestoreSurroundings, restoreUsage, runRestore } from "./run-restore.ts";
