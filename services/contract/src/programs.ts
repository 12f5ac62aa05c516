/** What the image of any fleet runs, in place of its fleet's process, to bring the database's schema up to date: a path within it. */
export const migrationProgram = "services/core/dist/migrate/main.js";

/** What the upload fleet's image runs to make a restored database agree with the bucket: a path within it. */
export const restoreProgram = "services/upload/dist/restore/main.js";
