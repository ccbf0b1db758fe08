/** Lines over two logarithmic axes: what grows in proportion is a straight line of slope one. */
export interface Chart {
  readonly title: string;
  /** What the axes show, units included. */
  readonly x: string;
  readonly y: string;
  /** All values above 0. */
  readonly lines: readonly {
    readonly label: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const SIZE = { width: 640, height: 360 };
const PLOT = { left: 60, right: 450, top: 40, bottom: 310 };
const COLOURS = ['#1b7f5c', '#2463a8', '#b3541e', '#7a3f9d'];

/** The chart as SVG. */
export function renderChart({ title, x, y, lines }: Chart): string {
  const points = lines.flatMap((line) => line.points);
  const toX = scale(
    points.map((point) => point.x),
    [PLOT.left, PLOT.right],
  );
  const ys = points.map((point) => point.y);
  const ticks = decadesAround(ys);
  const toY = scale([...ys, ...ticks], [PLOT.bottom, PLOT.top]);
  const middle = (PLOT.top + PLOT.bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>`,
    text({ x: PLOT.left, y: 22 }, title, 'font-size="14"'),
    text({ x: (PLOT.left + PLOT.right) / 2, y: 348 }, x, 'text-anchor="middle"'),
    text({ x: 14, y: middle }, y, `text-anchor="middle" transform="rotate(-90 14 ${middle})"`),
    ...ticks.map(
      (tick) =>
        `<path d="M${PLOT.left} ${toY(tick)}H${PLOT.right}" stroke="#ddd"/>${text({ x: PLOT.left - 6, y: toY(tick) + 4 }, tick, 'text-anchor="end"')}`,
    ),
    ...[...new Set(points.map((point) => point.x))].map((tick) =>
      text({ x: toX(tick), y: PLOT.bottom + 18 }, tick, 'text-anchor="middle"'),
    ),
    ...lines.map((line, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? '#000';
      const way = line.points.map((point) => `${toX(point.x)} ${toY(point.y)}`);
      const last = line.points.at(-1);
      const end = { x: PLOT.right + 10, y: last === undefined ? 0 : toY(last.y) + 4 };
      return `<path d="M${way.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>${text(end, line.label, `fill="${colour}"`)}`;
    }),
    '</svg>\n',
  ].join('\n');
}

function text(
  at: { readonly x: number; readonly y: number },
  content: string | number,
  attributes: string,
): string {
  return `<text x="${at.x}" y="${at.y}" ${attributes}>${content.toLocaleString('en-GB')}</text>`;
}

function scale(
  values: readonly number[],
  [from, to]: readonly [number, number],
): (value: number) => number {
  const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  const range = most - least || 1;
  return (value) => Math.round(from + ((Math.log(value) - least) / range) * (to - from));
}

/** Powers of ten, from the one below the least value to the one above the largest. */
function decadesAround(values: readonly number[]): readonly number[] {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index));
}
