/** Media that an album shows, of a query that joins `media`: what could not be processed is its owner's to deal with in the library. */
export const shownInAlbums = "media.state in ('stored', 'processing', 'ready')";
