export const albumPath = (id: string) => `/albums/${id}`;
