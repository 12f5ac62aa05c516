import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { renderCrd } from "@mediashare/api";
import { publicBackendImages } from "../backends/backends-options.ts";
import { renderBackends } from "../backends/render-backends.ts";
import type { Manifest } from "../manifest.ts";
import { renderOperator } from "../operator/render-operator.ts";
import { renderPipeline } from "../pipeline/render-pipeline.ts";
import type { BackendsRequest, SynthRequest } from "./parse-request.ts";
import { read, readPipelines } from "./read-pipelines.ts";
import { FileError } from "./synth-errors.ts";

/** @throws FileError */
export async function renderRequest(request: SynthRequest): Promise<readonly Manifest[]> {
  switch (request.what) {
    case "spec":
      return (await readPipelines(request.file)).flatMap(({ metadata, spec }) => renderPipeline({ ...metadata, spec }));
    case "crd":
      return [renderCrd()];
    case "operator": {
      const { namespace, image, watchNamespace } = request;
      return renderOperator({ namespace, image, ...(watchNamespace !== undefined && { watchNamespace }) });
    }
    case "backends":
      return renderBackendsOf(request);
  }
}

async function renderBackendsOf({ repository, tag, deliveryKeyFile, volumeSize, ...options }: BackendsRequest): Promise<Manifest[]> {
  return renderBackends({
    ...options,
    images: { ...publicBackendImages, sqs: `${repository}/sqs:${tag}`, edge: `${repository}/edge:${tag}` },
    // By the password, so that pods go on with it when the backends are rendered again.
    authSecret: createHmac("sha256", options.password).update("auth").digest("base64url"),
    deliveryKeys: toPems(deliveryKeyFile === undefined ? newKey() : await readKey(deliveryKeyFile)),
    ...(volumeSize !== undefined && { volumes: { size: volumeSize } }),
  });
}

function toPems(privateKey: KeyObject): { readonly privateKey: string; readonly publicKey: string } {
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
  };
}

/** CloudFront takes ECDSA with P-256, or RSA of 2048 bits: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html */
function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

async function readKey(file: string): Promise<KeyObject> {
  const pem = await read("--delivery-key", file);
  try {
    const key = createPrivateKey(pem);
    if (!["rsa", "ec"].includes(key.asymmetricKeyType ?? "")) throw new TypeError(`its type is ${key.asymmetricKeyType}`);
    return key;
  } catch (error) {
    throw new FileError(`--delivery-key ${file} is no RSA or ECDSA private key in PEM: ${(error as Error).message}`, error);
  }
}
