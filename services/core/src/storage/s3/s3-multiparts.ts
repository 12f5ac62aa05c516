import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type Part,
  type S3Client,
  type StorageClass,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { InvalidPartError, MultipartNotFoundError } from "../errors.ts";
import type { MultipartOptions, MultipartUpload, UploadedPart } from "../object-store.ts";
import { planCompletion } from "../plan-completion.ts";
import { fileNameMetadata } from "./file-name-metadata.ts";
import { isS3Error } from "./s3-errors.ts";

/** The multipart calls of S3, one by one, so that any process can make the next one. */
export class S3Multiparts {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #storageClass: StorageClass | undefined;

  constructor(client: S3Client, bucket: string, storageClass: StorageClass | undefined) {
    this.#client = client;
    this.#bucket = bucket;
    this.#storageClass = storageClass;
  }

  async create(key: string, { contentType, fileName, partSizeBytes }: MultipartOptions): Promise<MultipartUpload> {
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({
        Bucket: this.#bucket,
        Key: key,
        ContentType: contentType,
        Metadata: fileNameMetadata(fileName),
        StorageClass: this.#storageClass,
        ChecksumAlgorithm: "CRC32",
      }),
    );
    return { key, uploadId: UploadId as string, partSizeBytes };
  }

  async putPart(
    upload: MultipartUpload,
    partNumber: number,
    chunks: readonly Uint8Array[],
    abortSignal?: AbortSignal,
  ): Promise<UploadedPart> {
    // One buffer, although that copies: the SDK can then send the checksum first and repeat the request.
    const [first, ...others] = chunks;
    const body = first && others.length === 0 ? first : Buffer.concat(chunks);
    const command = new UploadPartCommand({ ...this.#target(upload), PartNumber: partNumber, Body: body, ChecksumAlgorithm: "CRC32" });
    return this.#named(upload, async () => {
      const { ETag } = await this.#client.send(command, abortSignal ? { abortSignal } : {});
      return { partNumber, sizeBytes: body.byteLength, etag: ETag as string };
    });
  }

  async listParts(upload: MultipartUpload): Promise<UploadedPart[]> {
    const parts = await this.#readParts(upload);
    return parts.map(({ PartNumber, Size, ETag }) => ({
      partNumber: PartNumber as number,
      sizeBytes: Size as number,
      etag: ETag as string,
    }));
  }

  async complete(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<void> {
    // An upload begun with a checksum algorithm is completed with every part's checksum, or refused.
    const checksums = new Map((await this.#readParts(upload)).map((part) => [part.PartNumber, part.ChecksumCRC32]));
    const Parts = planCompletion(upload, parts).map(({ partNumber, etag }) => {
      const checksum = checksums.get(partNumber);
      return { PartNumber: partNumber, ETag: etag, ...(checksum === undefined ? {} : { ChecksumCRC32: checksum }) };
    });
    await this.#named(upload, () =>
      this.#client.send(new CompleteMultipartUploadCommand({ ...this.#target(upload), MultipartUpload: { Parts } })),
    );
  }

  async abort(upload: MultipartUpload): Promise<void> {
    try {
      await this.#client.send(new AbortMultipartUploadCommand(this.#target(upload)));
    } catch (error) {
      if (!isS3Error(error, "NoSuchUpload")) throw error;
    }
  }

  async *list(): AsyncGenerator<{ key: string; uploadId: string; createdAt: Date }> {
    let after: Markers | undefined = {};
    while (after) {
      const page: ListMultipartUploadsCommandOutput = await this.#client.send(
        new ListMultipartUploadsCommand({ Bucket: this.#bucket, ...after }),
      );
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        yield { key: Key as string, uploadId: UploadId as string, createdAt: Initiated as Date };
      }
      after = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
    }
  }

  /** By hand, as the SDK's paginator ignores IsTruncated and never ends with servers that always give a marker. */
  async #readParts(upload: MultipartUpload): Promise<Part[]> {
    return this.#named(upload, async () => {
      const parts: Part[] = [];
      for (let page: ListPartsCommandOutput | undefined; page === undefined || page.IsTruncated; ) {
        page = await this.#client.send(new ListPartsCommand({ ...this.#target(upload), PartNumberMarker: page?.NextPartNumberMarker }));
        parts.push(...(page.Parts ?? []));
      }
      return parts;
    });
  }

  #target({ key, uploadId }: MultipartUpload) {
    return { Bucket: this.#bucket, Key: key, UploadId: uploadId };
  }

  /** Runs it with S3's refusals of an upload or its parts as domain errors. */
  async #named<T>(upload: MultipartUpload, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (isS3Error(error, "NoSuchUpload")) throw new MultipartNotFoundError(upload, { cause: error });
      if (isS3Error(error, "InvalidPart", "InvalidPartOrder", "EntityTooSmall", "EntityTooLarge")) {
        throw new InvalidPartError(upload, error.message, { cause: error });
      }
      throw error;
    }
  }
}

type Markers = Pick<ListMultipartUploadsCommandInput, "KeyMarker" | "UploadIdMarker">;
