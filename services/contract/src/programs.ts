/** What the image of any fleet runs, in place of its fleet's process, to bring the database's schema up to date: a path within it. */
export const migrationProgram = "services/core/dist/migrate/main.js";
