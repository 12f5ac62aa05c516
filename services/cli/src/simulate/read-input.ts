import { readFile } from "node:fs/promises";
import { type MediaPipeline, parseMediaPipeline } from "@mediashare/api";
import { parseTrace, type Trace } from "@mediashare/simulator";
import { parseAllDocuments } from "yaml";
import { FileError } from "../cli-errors.ts";

/** @throws FileError, InvalidPipelineError */
export async function readPipeline(path: string): Promise<MediaPipeline> {
  const text = await read(path, "--spec");
  const documents = parseAllDocuments(text);
  const [fault] = documents.flatMap(({ errors }) => errors);
  if (fault) throw new FileError(`--spec ${path} is not YAML: ${fault.message}`, fault);
  const objects = documents.map((document): unknown => document.toJS());
  const pipeline = objects.find((object) => (object as { kind?: unknown } | null)?.kind === "MediaPipeline") ?? objects[0];
  return parseMediaPipeline(pipeline);
}

/** @throws FileError, InvalidTraceError */
export async function readTrace(path: string): Promise<Trace> {
  return parseTrace(await read(path, "--trace"));
}

async function read(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new FileError(`${option} ${path} cannot be read: ${(error as Error).message}`, error);
  }
}
