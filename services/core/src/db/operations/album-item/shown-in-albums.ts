/**
 * Media that an album or a link shows, of a query that joins `media`: what lies in the trash is gone from it, and what could not be
 * processed is its owner's to deal with in the library.
 */
export const shownInAlbums = "media.listed and media.state <> 'failed'";
