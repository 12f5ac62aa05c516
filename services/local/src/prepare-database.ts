import { type Knex, migrate } from "@mediashare/core";
import { DomainError } from "@mediashare/kit";

/** Postgres cannot be used: it does not answer, or does not let us in. */
export class DatabaseUnusableError extends DomainError {
  readonly code = "database_unusable";
}

/** The step before the fleets: they wait for the schema of their release. @throws DatabaseUnusableError */
export async function prepareDatabase(db: Knex): Promise<void> {
  await migrate(db).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnusableError(`The database (MEDIASHARE_DATABASE_URL, if it is set) cannot be used: ${said}`, { cause: error });
  });
}
