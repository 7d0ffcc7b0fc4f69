import { createHash } from 'crypto';

/** A widget of a dashboard's body. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: any;
}

/** What a widget shows in a picture, where its definition does not say it. */
export interface Sample {
  /** Lines that a search would find. */
  readonly lines?: string[];
  /** About how high a line is, by its label; 3 for those that are not named. A value of 0 is a line on the ground. */
  readonly heights?: Record<string, number>;
  readonly numbers?: Record<string, string>;
  /** Of a table, its head first. */
  readonly rows?: string[][];
}

const [UNIT_X, UNIT_Y, GAP, PAD] = [42, 34, 4, 10];
const POINTS = 36;
const MAX_LEGEND = 6;
const CHARACTER = 5.6;

/** Opaque, so that it can be read on any page; dark for those who prefer it. */
const STYLE = `
:root { --page: #f2f3f3; --card: #ffffff; --line: #d5dbdb; --text: #16191f; --quiet: #545b64; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1b2a; --card: #192534; --line: #414d5c; --text: #e9ebed; --quiet: #a7b0ba; } }
text { font: 11px system-ui, 'Segoe UI', sans-serif; fill: var(--text); }
.h { font-size: 15px; font-weight: 600; } .t { font-weight: 600; } .q { fill: var(--quiet); font-size: 10px; } .n { font-size: 24px; }
.page { fill: var(--page); } .card { fill: var(--card); stroke: var(--line); } .axis { stroke: var(--line); fill: none; } .s { fill: none; stroke-width: 1.6; }
`.replace(/\n/g, '');
/** Seen apart on white and on dark, also by those who see colours differently. Source: B. Wong, "Points of view: Color blindness", Nature Methods 2011. */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9'];

/** A picture of a dashboard with sample data: the same one for the same body. Throws for a widget that it cannot draw or has no sample for. */
export function dashboardSvg(widgets: Widget[], samples: Record<string, Sample>): string {
  const width = Math.max(...widgets.map((one) => one.x + one.width)) * UNIT_X;
  const height = Math.max(...widgets.map((one) => one.y + one.height)) * UNIT_Y;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A security dashboard with sample data">`,
    `<style>${STYLE}</style><rect class="page" width="${width}" height="${height}"/>`,
    ...widgets.map((widget) => `<g transform="translate(${widget.x * UNIT_X} ${widget.y * UNIT_Y})">${draw(widget, samples)}</g>`),
    '</svg>',
    '',
  ].join('\n');
}

interface Box {
  readonly width: number;
  readonly height: number;
}

function draw({ type, width, height, properties }: Widget, samples: Record<string, Sample>): string {
  const box = { width: width * UNIT_X, height: height * UNIT_Y };
  if (type === 'text') return text(PAD, 22, properties.markdown.replace(/^#+ /, ''), 'h');
  const title: string = properties.title;
  const sample = Object.entries(samples).find(([start]) => title.startsWith(start))?.[1];
  if (!sample) throw new Error(`No sample for the widget '${title}'`);
  const card = `<rect class="card" x="${GAP}" y="${GAP}" width="${box.width - 2 * GAP}" height="${box.height - 2 * GAP}" rx="6"/>`;
  return card + text(PAD + GAP, 24, cut(title, box.width - 2 * PAD - 2 * GAP, 6.2), 't') + content(type, properties, sample, box);
}

function content(type: string, properties: any, sample: Sample, box: Box): string {
  if (type === 'alarm') return alarms(properties.alarms.length, box);
  if (type === 'log') return table(sample.rows ?? [], box);
  if (type === 'metric' && properties.view === 'singleValue') return numbers(labelsOf(properties).map((label) => [label, sample.numbers?.[label] ?? '0']), box);
  if (type === 'metric') return graph(properties.title, sample.lines ?? labelsOf(properties), sample.heights ?? {}, box);
  throw new Error(`A widget of the type ${type} cannot be drawn`);
}

function labelsOf({ metrics }: any): string[] {
  return metrics.map((metric: any[]) => metric.at(-1)).filter(({ visible }: any) => visible !== false).map(({ label }: any) => String(label));
}

function graph(title: string, labels: string[], heights: Record<string, number>, box: Box): string {
  const [left, top, right, bottom] = [PAD + 24, 38, box.width - PAD - 4, box.height - 14 - 14 * Math.ceil(Math.min(labels.length, MAX_LEGEND) / 2)];
  const series = labels.map((label) => values(`${title}/${label}`, heights[label] ?? 3));
  const highest = Math.max(1, ...series.flat());
  const x = (at: number) => left + (right - left) * at / (POINTS - 1);
  const y = (value: number) => bottom - (bottom - top) * value / highest;
  return [
    `<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`,
    text(PAD, top + 8, String(highest), 'q'),
    text(PAD, bottom, '0', 'q'),
    ...series.map((line, at) => `<path class="s" stroke="${COLOURS[at % COLOURS.length]}" d="M${line.map((value, i) => `${round(x(i))} ${round(y(value))}`).join('L')}"/>`),
    ...labels.slice(0, MAX_LEGEND).map((label, at) => (
      legend(label, at, left + (at % 2) * (right - left) / 2, bottom + 14 + 14 * Math.floor(at / 2), (right - left) / 2)
    )),
  ].join('');
}

function legend(label: string, at: number, x: number, y: number, width: number): string {
  return `<rect x="${round(x)}" y="${y - 7}" width="8" height="8" rx="2" fill="${COLOURS[at % COLOURS.length]}"/>${text(round(x) + 12, y, cut(label, width - 16, 5), 'q')}`;
}

/** Whole numbers about as high as is said, from a digest of the name: the same each time. */
function values(name: string, about: number): number[] {
  const digest = createHash('sha512').update(name).digest();
  return Array.from({ length: POINTS }, (_, at) => {
    const chance = digest[at] / 255;
    // what is rare is nothing most of the time
    return about < 10 ? Math.round(Math.max(0, chance - 0.6) * 2.5 * about) : Math.round(about * (0.7 + 0.6 * chance));
  });
}

function numbers(all: string[][], box: Box): string {
  const width = (box.width - 2 * PAD) / 2;
  return all.map(([label, value], at) => {
    const [x, y] = [PAD + GAP + (at % 2) * width, 76 + Math.floor(at / 2) * 70];
    return text(x, y, value, 'n') + text(x, y + 18, cut(label, width - PAD, 5), 'q');
  }).join('');
}

function table(rows: string[][], box: Box): string {
  const columns = rows[0]?.length ?? 0;
  const longest = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column].length)));
  const whole = longest.reduce((sum, length) => sum + length, 0);
  const room = box.width - 2 * PAD - 2 * GAP;
  return rows.map((row, at) => {
    let x = PAD + GAP;
    return row.map((cell, column) => {
      const width = room * longest[column] / whole;
      const drawn = text(round(x), 50 + at * 20, cut(cell, width - 4, CHARACTER), at === 0 ? 'q' : '');
      x += width;
      return drawn;
    }).join('');
  }).join('');
}

/** One square for each alarm, of which one is in ALARM. */
function alarms(count: number, box: Box): string {
  const [size, perRow] = [18, Math.floor((box.width - 2 * PAD) / 24)];
  const squares = Array.from({ length: count }, (_, at) => {
    const [x, y] = [PAD + GAP + (at % perRow) * 24, 42 + Math.floor(at / perRow) * 24];
    return `<rect x="${x}" y="${y}" width="${size}" height="${size}" rx="3" fill="${at === 0 ? '#d13212' : '#1d8102'}"/>`;
  });
  return squares.join('') + text(PAD + GAP, box.height - 16, `1 in ALARM, ${count - 1} OK`, 'q');
}

function text(x: number, y: number, written: string, kind: string): string {
  const escaped = written.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text${kind && ` class="${kind}"`} x="${x}" y="${y}">${escaped}</text>`;
}

const cut = (whole: string, width: number, character: number) => {
  const most = Math.floor(width / character);
  return whole.length <= most ? whole : `${whole.slice(0, most - 1)}…`;
};
const round = (value: number) => Math.round(value * 10) / 10;
