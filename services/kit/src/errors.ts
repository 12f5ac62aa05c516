/** An error that a caller can act on: `code` is stable, `message` is a sentence for people. */
export abstract class DomainError extends Error {
  abstract readonly code: string;

  override get name(): string {
    return this.constructor.name;
  }
}
