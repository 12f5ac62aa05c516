/**
 * A product of AWS's price list as JSON, with what matters of the documented form
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html).
 */
export function priceListProduct({ sku = "ABCDEFGHIJKLMNOP", usd, unit = "Hrs" }: { sku?: string; usd: string; unit?: string }): string {
  const [offer, rate] = [`${sku}.JRTCKXETXF`, `${sku}.JRTCKXETXF.6YS6EN2CT7`];
  return JSON.stringify({
    product: { productFamily: "Compute Instance", sku, attributes: { regionCode: "eu-west-1", usagetype: "EU-BoxUsage" } },
    serviceCode: "AmazonEC2",
    terms: {
      OnDemand: {
        [offer]: {
          sku,
          offerTermCode: "JRTCKXETXF",
          effectiveDate: "2026-11-01T00:00:00Z",
          termAttributes: {},
          priceDimensions: {
            [rate]: {
              rateCode: rate,
              unit,
              beginRange: "0",
              endRange: "Inf",
              appliesTo: [],
              description: `$${usd} per unit`,
              pricePerUnit: { USD: usd },
            },
          },
        },
      },
      Reserved: {},
    },
    version: "20261101000000",
    publicationDate: "2026-11-01T00:00:00Z",
  });
}
