import { admin, session, settings } from "./messages/accounts.ts";
import { albums } from "./messages/albums.ts";
import { common, connection, theme } from "./messages/common.ts";
import { duplicates, edit, favourites, search, selection, trash } from "./messages/library.ts";
import { map } from "./messages/map.ts";
import { navigation } from "./messages/navigation.ts";
import { operation } from "./messages/operation.ts";
import { shares } from "./messages/shares.ts";
import { timeline } from "./messages/timeline.ts";
import { add, upload, uploadErrors } from "./messages/upload.ts";
import { info, player, viewer } from "./messages/viewer.ts";
import { webhooks } from "./messages/webhooks.ts";

/** Every text of the site, by area. A translation is another object of this shape. */
export const messages = {
  ...common,
  session,
  settings,
  admin,
  albums,
  shares,
  theme,
  connection,
  navigation,
  add,
  timeline,
  upload,
  uploadErrors,
  viewer,
  player,
  info,
  favourites,
  selection,
  search,
  edit,
  map,
  duplicates,
  trash,
  operation,
  webhooks,
};
