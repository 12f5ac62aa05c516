import { readFile } from "node:fs/promises";
import { InvalidPipelineError, kind, type MediaPipeline, parseMediaPipeline } from "@mediashare/api";
import { parseAllDocuments } from "yaml";
import { FileError } from "./synth-errors.ts";

/** Every MediaPipeline of a YAML or JSON file. @throws FileError */
export async function readPipelines(file: string): Promise<readonly MediaPipeline[]> {
  const documents = parseAllDocuments(await read("--spec", file));
  const [fault] = documents.flatMap(({ errors }) => errors);
  if (fault) throw new FileError(`--spec ${file} is not YAML: ${fault.message}`, fault);
  const objects = documents.map((document): unknown => document.toJS());
  const meant = objects.filter((object) => (object as { readonly kind?: unknown } | null)?.kind === kind);
  // Of a file without any the first document tells best what is wrong.
  return (meant.length > 0 ? meant : [objects[0]]).map((object) => parse(object, file));
}

/** @throws FileError */
export async function read(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new FileError(`${option} ${file} cannot be read: ${(error as Error).message}`, error);
  }
}

function parse(object: unknown, file: string): MediaPipeline {
  try {
    return parseMediaPipeline(object);
  } catch (error) {
    if (error instanceof InvalidPipelineError) throw new FileError(`--spec ${file}: ${error.message}`, error);
    throw error;
  }
}
