import { env } from "@mediashare/contract";
import { z } from "zod";
import { instanceType, similarInstanceTypes } from "../catalogue/instance-types.ts";
import { regionNames } from "../catalogue/regions.ts";
import { parseCidr } from "./cidr.ts";

export const cidr = z.string().refine((text) => parseCidr(text) !== null, {
  error: ({ input }) => `${JSON.stringify(input)} is no IPv4 network; write its first address and its size, such as 10.60.0.0/16`,
});

export const hostName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/, "write a host name without scheme and path, such as photos.example.org");

export const email = z.email("write an e-mail address");

export const arnOf = (service: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[\\w-]*:${service}:`), `write an ARN such as ${example}`);

export const region = z.string().refine((name) => regionNames.includes(name), {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no region that this app knows; write one of ${regionNames.join(", ")}, or add it to eks/src/catalogue/regions.ts; China, GovCloud and sovereign clouds are not for it`,
});

/** In the form in which EC2 names it. */
export const instanceTypeName = z.string().superRefine((name, context) => {
  if (instanceType(name)) return;
  const message = `${JSON.stringify(name)} is not an instance type that this app knows; write one such as ${similarInstanceTypes(name).join(", ")}, or add its family to eks/src/catalogue/instance-types.ts`;
  context.addIssue({ code: "custom", message });
});

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export const imageRepository = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
    "write registry and path, without scheme, fleet and tag, such as registry.example.org/mediashare",
  );
export const imageTag = z.string().regex(/^\w[\w.-]{0,127}$/, "write a tag such as 0.1.0: letters, digits, dots, hyphens and underscores");

export const nodes = (most: number) => z.int().min(0).max(most);

/** Of a Kubernetes object or an AWS resource that other names are made of. */
export const label = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, `write at most ${most} lower-case letters, digits and hyphens, a letter first`);

/** Settings of a fleet's processes, by the names of their environment variables. */
export const processSettings = z.record(z.string(), z.string().max(4096)).superRefine((settings, context) => {
  for (const name of Object.keys(settings).filter((each) => !(each in env))) {
    const message = "there is no such variable; services/contract/src/env.ts lists them";
    context.addIssue({ code: "custom", path: [name], message });
  }
});
