export const navigation = {
  label: "Pages",
  more: "More",
  photos: "Photos",
  webhooks: "Webhooks",
  operation: "Operation",
  notFoundTitle: "There is nothing at this address",
  notFoundText: "The link may be old, or mistyped.",
  home: "To your photos and videos",
  failedTitle: "This page could not be loaded",
  failedText: "The site may have been updated meanwhile. Loading it again helps most of the time.",
  reload: "Load again",
};
