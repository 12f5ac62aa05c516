import type { ValuesSchema } from "./values-schema.ts";

/**
 * A rule of the CRD as a condition of Helm's templates, so that Helm says already what the API server would. Only what compares
 * fields with each other can be said: of lists and durations the API server alone judges.
 * @param cel https://kubernetes.io/docs/reference/using-api/cel/
 * @param self the variable that stands for the value whose fields are compared
 * @returns undefined for what has no translation
 */
export function translateCel(cel: string, schema: ValuesSchema, self: string): string | undefined {
  const tokens = tokenize(cel);
  if (!tokens) return undefined;
  const parser = new Parser(tokens, schema, self);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

class Untranslatable extends Error {}

function tokenize(cel: string): string[] | undefined {
  const tokens = cel.match(/\|\||&&|[!=<>]=|[!()]|has\(self\.\w+\)|self\.\w+|\s+/g) ?? [];
  return tokens.join("") === cel ? tokens.filter((token) => token.trim() !== "") : undefined;
}

const comparisons: Readonly<Record<string, string>> = { "==": "eq", "!=": "ne", "<=": "le", ">=": "ge" };

class Parser {
  readonly #tokens: string[];
  readonly #properties: Readonly<Record<string, ValuesSchema>>;
  readonly #self: string;

  constructor(tokens: readonly string[], { properties = {} }: ValuesSchema, self: string) {
    this.#tokens = [...tokens];
    this.#properties = properties;
    this.#self = self;
  }

  parse(): string {
    const condition = this.#any();
    if (this.#tokens.length > 0) throw new Untranslatable();
    return condition;
  }

  #any(): string {
    return this.#joined("||", "or", () => this.#all());
  }

  #all(): string {
    return this.#joined("&&", "and", () => this.#comparison());
  }

  #joined(token: string, name: string, operand: () => string): string {
    const operands = [operand()];
    while (this.#take(token)) operands.push(operand());
    return operands.length === 1 ? (operands[0] as string) : `(${name} ${operands.join(" ")})`;
  }

  #comparison(): string {
    const left = this.#operand();
    const comparison = comparisons[this.#tokens[0] ?? ""];
    if (comparison === undefined) return left;
    this.#tokens.shift();
    return `(${comparison} ${left} ${this.#operand()})`;
  }

  #operand(): string {
    if (this.#take("!")) return `(not ${this.#operand()})`;
    if (this.#take("(")) {
      const inner = this.#any();
      if (!this.#take(")")) throw new Untranslatable();
      return inner;
    }
    const [, has, field] = /^(has\()?self\.(\w+)\)?$/.exec(this.#tokens.shift() ?? "") ?? [];
    const schema = this.#properties[field ?? ""];
    if (field === undefined || schema === undefined) throw new Untranslatable();
    if (has !== undefined) return schema.default === undefined ? `(hasKey ${this.#self} "${field}")` : "true";
    const value = `(dig "${field}" ${JSON.stringify(schema.default ?? (schema.type === "integer" ? 0 : ""))} ${this.#self})`;
    return schema.type === "integer" ? `(int ${value})` : value;
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }
}
