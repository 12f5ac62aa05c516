import { z } from "zod";
import { cidr } from "./fields.ts";

export const network = z
  .strictObject({
    cidr: cidr.default("10.60.0.0/16").meta({ description: "Addresses of the VPC; every pod has one of them." }),
    serviceCidr: cidr.default("172.20.0.0/16").meta({ description: "Addresses of the Services within the cluster, outside of the VPC." }),
    reserved: z
      .array(cidr)
      .default([])
      .meta({ description: "Networks that are reached from here by peering or VPN: nothing here may overlap them." }),
    zones: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-f]$/, "write an availability zone such as eu-west-1a"))
      .min(2, "write at least two zones: EKS and RDS need them")
      .max(3)
      .optional()
      .meta({ description: "Availability zones; left out: the first three of the region." }),
    natGateways: z
      .int()
      .min(1)
      .max(3)
      .default(1)
      .meta({ description: "Ways out for nodes; as many as zones, and the loss of one zone leaves the others theirs." }),
    interfaceEndpoints: z.boolean().default(false).meta({
      description:
        "Private ways to SQS, ECR, CloudWatch, Secrets Manager, STS, EKS, EC2 and Auto Scaling, beside the one to S3, which is free: each costs by the hour and zone, and spares NAT traffic.",
    }),
  })
  .prefault({})
  .meta({ description: "The VPC." });
