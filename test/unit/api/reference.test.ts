import { renderCrd } from "@mediashare/api";
import { expect } from "chai";

interface Field {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
}

describe("the schema of a MediaPipeline", () => {
  it("says of every field what it means: kubectl explain and the reference page have nothing else", () => {
    const schema: Field | undefined = renderCrd().spec.versions[0]?.schema.openAPIV3Schema;
    const { spec, status } = schema?.properties ?? {};
    expect([...undescribed("spec", spec), ...undescribed("status", status)]).to.deep.equal([]);
  });
});

function undescribed(path: string, field: Field = {}): string[] {
  const inner = { ...field.properties, ...field.items?.properties };
  return [
    ...(/[a-z].*\.$/s.test(field.description ?? "") ? [] : [path]),
    ...Object.entries(inner).flatMap(([name, each]) => undescribed(`${path}.${name}`, each)),
  ];
}
