import { z } from "zod";
import { instanceType, similarInstanceTypes } from "../catalogue/instance-types.ts";
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

/** In the form in which EC2 names it. */
export const instanceTypeName = z.string().superRefine((name, context) => {
  if (instanceType(name)) return;
  const message = `${JSON.stringify(name)} is not an instance type that this app knows; write one such as ${similarInstanceTypes(name).join(", ")}, or add its family to eks/src/catalogue/instance-types.ts`;
  context.addIssue({ code: "custom", message });
});

export const nodes = (most: number) => z.int().min(0).max(most);

/** Of a Kubernetes object or an AWS resource that other names are made of. */
export const label = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, `write at most ${most} lower-case letters, digits and hyphens, a letter first`);
