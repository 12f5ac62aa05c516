// Run by `helm test`, inside the cluster and in an image of the release: waits until the Services answer that they are ready, and the
// API server that the pipeline is.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const { SERVICES, API_SERVER, TOKEN_FILE, PIPELINE, TIMEOUT_SECONDS } = process.env;
const pauseMs = 2_000;
const answerMs = 5_000;

async function faultOfService(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
  const body = await response.text();
  return response.ok ? undefined : `${response.status} ${body}`;
}

async function faultOfPipeline() {
  const authorization = `Bearer ${await readFile(TOKEN_FILE, "utf8")}`;
  const response = await fetch(`${API_SERVER}${PIPELINE}`, {
    headers: { authorization },
    signal: AbortSignal.timeout(answerMs),
  });
  if (!response.ok) return `${response.status} ${await response.text()}`;
  const { metadata, status } = await response.json();
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined) return "has no condition Ready yet: does the operator run?";
  if (ready.observedGeneration !== undefined && ready.observedGeneration !== metadata.generation)
    return "the operator has not seen the last change yet";
  return ready.status === "True" ? undefined : `Ready is ${ready.status}: ${ready.reason}: ${ready.message}`;
}

const checks = [
  ...SERVICES.split(" ")
    .filter((url) => url !== "")
    .map((url) => [url, () => faultOfService(url)]),
  [PIPELINE, faultOfPipeline],
];

async function readFaults() {
  const faults = await Promise.all(checks.map(async ([name, faultOf]) => [name, await faultOf().catch(messageOf)]));
  return faults.filter(([, fault]) => fault !== undefined);
}

/** fetch tells in the cause why nothing answered. */
function messageOf({ message, cause }) {
  return cause === undefined ? message : `${message}: ${cause.message || cause.code}`;
}

const deadlineMs = Date.now() + Number(TIMEOUT_SECONDS) * 1_000;
let faults = await readFaults();
while (faults.length > 0 && Date.now() < deadlineMs) {
  await sleep(pauseMs);
  faults = await readFaults();
}
for (const [name] of checks) {
  const [, fault] = faults.find(([faulty]) => faulty === name) ?? [];
  console.log(`${fault === undefined ? "ready    " : "NOT READY"} ${name}${fault === undefined ? "" : ` ${fault}`}`);
}
process.exitCode = faults.length === 0 ? 0 : 1;
