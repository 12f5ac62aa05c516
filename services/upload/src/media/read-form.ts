import type { IncomingMessage } from "node:http";
import type { Readable, Writable } from "node:stream";
import multer from "@koa/multer";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import type { Options, StorageEngine } from "multer";
import { sanitizeFileName } from "../content/file-name.ts";
import { fieldTooLarge, malformedForm, notAForm, requestAborted, tooManyFields, tooManyFiles, unexpectedFileField } from "../problems.ts";
import type { IncomingFile } from "./receive-file.ts";

/** The field that files are taken from. */
export const fileField = "file";
const maxFields = 32;
const maxFieldBytes = 64 * 1024;
const maxFieldNameBytes = 100;
const bufferedBytes = 256 * 1024;

/** What multer 2.5 takes and its types do not know. */
interface FormOptions extends Options {
  readonly highWaterMark: number;
  readonly fileHwm: number;
  readonly streamHandler: (req: IncomingMessage, parser: Writable) => void;
}

/**
 * Reads a form, file by file as they come, and resolves with what `receive` made of each, in their order. The first fault ends
 * it at once, without waiting for the rest of the body, but not before every running `receive` has ended.
 * @throws ProblemError, or what `receive` threw
 */
export async function readForm<T>(ctx: Context, maxFiles: number, receive: (file: IncomingFile) => Promise<T>): Promise<T[]> {
  if (!ctx.is("multipart/form-data")) throw notAForm();
  const running: Promise<T>[] = [];
  const announced = ctx.request.length;
  let read = 0;
  const bodies = new Set<Readable>();
  const fault = Promise.withResolvers<never>();
  let cause: { readonly error: unknown } | undefined;
  const cut = (error: unknown): void => {
    ctx.req.unpipe();
    for (const body of bodies) body.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  const end = (error: unknown): void => {
    cause ??= { error };
    fault.reject(error);
    cut(error);
  };
  ctx.req.once("close", () => {
    if (!ctx.req.complete) end(requestAborted(ctx.req.errored));
  });

  const options: FormOptions = {
    storage: receiver((file) => {
      const body = file.stream;
      bodies.add(body);
      body.on("error", () => undefined);
      const mostBytes = announced === undefined ? undefined : Math.max(0, announced - read);
      const receiving = receive({ fileName: sanitizeFileName(file.originalname), body, mostBytes });
      running.push(receiving);
      receiving.then(() => bodies.delete(body), end);
      return receiving;
    }),
    fileFilter: (_req, file, accept) => {
      if (file.fieldname === fileField) accept(null, true);
      else end(unexpectedFileField(file.fieldname));
    },
    limits: { files: maxFiles, fields: maxFields, fieldSize: maxFieldBytes, fieldNameSize: maxFieldNameBytes },
    defParamCharset: "utf8",
    highWaterMark: bufferedBytes,
    fileHwm: bufferedBytes,
    streamHandler: (req, parser) => {
      parser.on("filesLimit", () => end(tooManyFiles(maxFiles)));
      parser.on("fieldsLimit", () => end(tooManyFields(maxFields)));
      parser.on("field", (_name: unknown, _value: unknown, { valueTruncated }: { valueTruncated: boolean }) => {
        if (valueTruncated) end(fieldTooLarge(maxFieldBytes));
      });
      parser.on("error", (error: unknown) => end(malformedForm(error)));
      req.pipe(parser);
      // After the parser: a file that begins within a chunk may have all of it.
      req.on("data", (chunk: Buffer) => {
        read += chunk.length;
      });
    },
  };
  const form = multer(options as unknown as Parameters<typeof multer>[0]);

  try {
    await Promise.race([form.any()(ctx, async () => undefined), fault.promise]);
    return await Promise.all(running);
  } catch (error) {
    cut(error);
    await Promise.allSettled(running);
    if (ctx.req.destroyed && !ctx.req.complete) throw requestAborted(error);
    // A file that fails breaks the form as well: then its own failure is the cause.
    const first = cause ? cause.error : error;
    throw isFormFault(first) ? malformedForm(first) : first;
  }
}

/** Multer's way to hand over a file. Its faults are told to `readForm` directly, as multer would read the whole body before it tells. */
function receiver(receive: (file: Express.Multer.File) => Promise<unknown>): StorageEngine {
  return {
    _handleFile: (_req, file, done) => {
      receive(file).then(
        () => done(null, {}),
        (error: unknown) => done(error),
      );
    },
    _removeFile: (_req, _file, done) => done(null),
  };
}

/** What multer and its parser throw about the form itself: an unknown boundary, a header without a name. */
function isFormFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof ProblemError) &&
    (error.name === "MulterError" || /^(Multipart|Malformed|Unexpected end)/.test(error.message))
  );
}
