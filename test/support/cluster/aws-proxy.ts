import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** In front of moto: hides instances that were never launched, answers 500 or 403 for services that are to fail, and counts calls. */
export interface AwsProxy {
  readonly endpoint: string;
  /** Calls by action, such as `SetDesiredCapacity`. */
  readonly calls: ReadonlyMap<string, number>;
  /** From now on only these instances of the group are shown; `undefined`: all. */
  showOnly(group: string, instances: ReadonlySet<string> | undefined): void;
  /** Services (`monitoring`, `sqs`, `autoscaling`) that fail from now on. */
  fail(services: readonly string[]): void;
  /** Services that refuse whoever calls from now on. */
  deny(services: readonly string[]): void;
  stop(): Promise<void>;
}

export async function startAwsProxy(target: string): Promise<AwsProxy> {
  const shown = new Map<string, ReadonlySet<string>>();
  const calls = new Map<string, number>();
  let failing: readonly string[] = [];
  let denying: readonly string[] = [];
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const action =
      /(?:^|&)Action=(\w+)/.exec(body.toString("latin1"))?.[1] ??
      String(incoming.headers["x-amz-target"] ?? "")
        .split(".")
        .at(-1) ??
      "";
    calls.set(action, (calls.get(action) ?? 0) + 1);
    const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    if (failing.includes(service)) {
      response.writeHead(500, { "Content-Type": "text/plain" }).end("away");
      return;
    }
    if (denying.includes(service)) {
      const type = { "Content-Type": "application/x-amz-json-1.0", "x-amzn-query-error": "AccessDenied;Sender" };
      response.writeHead(403, type).end(JSON.stringify({ __type: "AccessDeniedException", message: "not authorized" }));
      return;
    }
    const outgoing = request(new URL(incoming.url ?? "/", target), { method: incoming.method, headers: incoming.headers });
    outgoing.end(body);
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    const content = await buffer(answer);
    const edited =
      action === "DescribeAutoScalingGroups" && shown.size > 0 ? Buffer.from(hideInstances(content.toString(), shown)) : content;
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, "content-length": String(edited.length) });
    response.end(edited);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    showOnly: (group, instances) => {
      if (instances) shown.set(group, instances);
      else shown.delete(group);
    },
    fail: (services) => {
      failing = services;
    },
    deny: (services) => {
      denying = services;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Of each group, by its name, the instances that are not to be seen are taken out of the XML. */
function hideInstances(xml: string, shown: ReadonlyMap<string, ReadonlySet<string>>): string {
  return xml.replaceAll(
    /<AutoScalingGroupName>([^<]+)<\/AutoScalingGroupName>(?:(?!<AutoScalingGroupName>)[\s\S])*/g,
    (group, name: string) => {
      const visible = shown.get(name);
      if (!visible) return group;
      return group.replaceAll(
        /<member>(?:(?!<\/?member>)[\s\S])*?<InstanceId>([^<]+)<\/InstanceId>[\s\S]*?<\/member>/g,
        (member, id: string) => (visible.has(id) ? member : ""),
      );
    },
  );
}
