export interface Box<Item> {
  readonly item: Item;
  readonly left: number;
  readonly width: number;
}

export interface Row<Item> {
  readonly top: number;
  readonly height: number;
  readonly boxes: readonly Box<Item>[];
}

export interface RowsOptions {
  readonly width: number;
  readonly targetHeight: number;
  readonly gap: number;
}

const narrowest = 0.5;
const widest = 3;

/**
 * Fills rows from edge to edge with items in their order, each row near the target height.
 * Extreme panoramas count as less extreme than they are: their tile crops them.
 */
export function justifyRows<Item>(items: readonly Item[], aspectOf: (item: Item) => number, options: RowsOptions): Row<Item>[] {
  const { width, targetHeight, gap } = options;
  const rows: Row<Item>[] = [];
  let row: { item: Item; aspect: number }[] = [];
  let aspects = 0;
  let top = 0;

  const close = (height: number, fill: boolean) => {
    let left = 0;
    const boxes = row.map(({ item, aspect }, index) => {
      const isLast = fill && index === row.length - 1;
      const box = { item, left, width: isLast ? Math.max(width - left, 1) : Math.round(aspect * height) };
      left += box.width + gap;
      return box;
    });
    rows.push({ top, height, boxes });
    top += height + gap;
    row = [];
    aspects = 0;
  };
  const heightOf = (sum: number, count: number) => (width - gap * (count - 1)) / sum;

  for (const item of items) {
    const aspect = Math.min(Math.max(aspectOf(item), narrowest), widest);
    const without = row.length > 0 ? heightOf(aspects, row.length) : Number.POSITIVE_INFINITY;
    const withIt = heightOf(aspects + aspect, row.length + 1);
    const isBetterWithout = withIt < targetHeight && without / targetHeight < targetHeight / withIt;
    if (isBetterWithout) close(Math.round(without), true);
    row.push({ item, aspect });
    aspects += aspect;
    const height = heightOf(aspects, row.length);
    if (height <= targetHeight) close(Math.round(height), true);
  }
  if (row.length > 0) {
    const height = heightOf(aspects, row.length);
    // A last row that is nearly full is filled; any other keeps the usual height and ends early.
    if (height <= targetHeight * 1.25) close(Math.round(height), true);
    else close(Math.round(targetHeight), false);
  }
  return rows;
}
