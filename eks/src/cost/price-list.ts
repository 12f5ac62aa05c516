import { z } from "zod";

/** The price list answers with something that is not one price. */
export class PriceListError extends Error {
  override readonly name = "PriceListError";
}

/** What `GetProducts` of the AWS Price List Query API is asked. */
export interface PriceQuery {
  readonly ServiceCode: string;
  readonly Filters: readonly { readonly Type: "TERM_MATCH"; readonly Field: string; readonly Value: string }[];
}

/** The on-demand price of an EC2 instance type with Linux, or of an RDS class (`db.…`) for Postgres in one zone. */
export function priceQuery(name: string, region: string): PriceQuery {
  const isDatabase = name.startsWith("db.");
  const attributes = isDatabase
    ? { databaseEngine: "PostgreSQL", deploymentOption: "Single-AZ" }
    : { operatingSystem: "Linux", tenancy: "Shared", preInstalledSw: "NA", capacitystatus: "Used" };
  return {
    ServiceCode: isDatabase ? "AmazonRDS" : "AmazonEC2",
    Filters: Object.entries({ instanceType: name, regionCode: region, ...attributes }).map(([Field, Value]) => ({
      Type: "TERM_MATCH",
      Field,
      Value,
    })),
  };
}

/** https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html, one product of it. */
const product = z.object({
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          priceDimensions: z.record(
            z.string(),
            z.object({ unit: z.string(), pricePerUnit: z.object({ USD: z.string().regex(/^\d+(\.\d+)?$/) }) }),
          ),
        }),
      )
      .default({}),
  }),
});

/**
 * The one hourly price in an answer. Products at no price, such as those of a capacity that is paid for already, are passed over.
 * @param products each as JSON, as `PriceList` holds them
 * @throws PriceListError when there is none, or more than one
 */
export function readHourlyPrice(name: string, products: readonly string[]): number {
  const prices = products.flatMap((text) =>
    Object.values(parseProduct(name, text).terms.OnDemand)
      .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
      .filter(({ unit }) => unit === "Hrs")
      .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
      .filter((usd) => usd > 0),
  );
  const [price, ...others] = new Set(prices);
  if (price === undefined) throw new PriceListError(`The price list has no hourly price of ${name}: is it offered in this region?`);
  if (others.length > 0) throw new PriceListError(`The price list has several hourly prices of ${name}: ${[price, ...others].join(", ")}`);
  return price;
}

function parseProduct(name: string, text: string): z.output<typeof product> {
  const parsed = product.safeParse(parseJson(text));
  if (!parsed.success)
    throw new PriceListError(`The price list's answer about ${name} is of another form: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
