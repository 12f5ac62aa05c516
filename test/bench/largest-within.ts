/** The largest whole number of which this is true, if it is true up to one and false from there; the lowest where it never is. */
export function largestWithin(lowest: number, highest: number, isWithin: (candidate: number) => boolean): number {
  let [known, limit] = [lowest, highest + 1];
  while (limit - known > 1) {
    const middle = Math.floor((known + limit) / 2);
    if (isWithin(middle)) known = middle;
    else limit = middle;
  }
  return known;
}
