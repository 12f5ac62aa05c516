export interface PickedFile {
  readonly file: File;
  /** `holiday/day 1/a.jpg` for a file that came in a folder. */
  readonly relativePath: string | undefined;
}

export function fromInput(files: FileList | null): PickedFile[] {
  return Array.from(files ?? [], (file) => ({ file, relativePath: file.webkitRelativePath || undefined }));
}

/** Files and folders of a drop, folders with all that is in them. Must be called while the event is handled. */
export function readDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = Array.from(transfer.items, (item) => (item.kind === "file" ? item.webkitGetAsEntry() : null)).filter(
    (entry) => entry !== null,
  );
  // A paste of image data, and a drop from another program, may be a file without an entry.
  if (entries.length === 0) return Promise.resolve(fromInput(transfer.files));
  return readEntries(entries);
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<PickedFile[]> {
  const found: PickedFile[] = [];
  for (const entry of entries) {
    if (isFile(entry)) found.push({ file: await fileOf(entry), relativePath: relativePathOf(entry) });
    else if (isDirectory(entry)) found.push(...(await readEntries(await childrenOf(entry))));
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

function relativePathOf(entry: FileSystemEntry): string | undefined {
  const path = entry.fullPath.replace(/^\//, "");
  return path.includes("/") ? path : undefined;
}

/** A reader gives at most a hundred entries a call, and none when it has given all. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    all.push(...some);
  }
}
