import { createHash, type Hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import type { HashOrder } from "./orders.ts";

/** The hashing thread. An order that it cannot follow ends it, and with it every hash in it: none of them is wrong. */
const hashes = new Map<number, Hash>();

parentPort?.on("message", follow);

function follow(order: HashOrder): void {
  if (order.do === "begin") hashes.set(order.id, createHash("sha256"));
  else if (order.do === "copy") hashes.set(order.id, find(order.from).copy());
  else if (order.do === "forget") hashes.delete(order.id);
  else if (order.do === "digest") parentPort?.postMessage(new Uint8Array(find(order.id).copy().digest()));
  else {
    find(order.id).update(order.bytes);
    parentPort?.postMessage(order.bytes, [order.bytes.buffer]);
  }
}

function find(id: number): Hash {
  const hash = hashes.get(id);
  if (!hash) throw new Error(`There is no hash ${id}`);
  return hash;
}
