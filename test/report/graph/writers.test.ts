import { createHash } from 'crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { TrustGraph } from '../../../src/graph/trust/trust-graph';
import { writeDot } from '../../../src/report/graph/dot';
import { writeGraphJson } from '../../../src/report/graph/json';
import { layout } from '../../../src/report/graph/layout';
import { writeMermaid } from '../../../src/report/graph/mermaid';
import { writeGraphPage } from '../../../src/report/graph/page';
import { pictureOf } from '../../../src/report/graph/picture';
import { writeSvg } from '../../../src/report/graph/svg';
import { deepApp, edge, fullApp, graphOf, node, smallApp } from '../../support/trust-graphs';
import { whole } from '../support/whole';

const svgOf = (graph: TrustGraph) => whole(writeSvg(graph, {}));
const HOSTILE = [
  '</text></svg><script>alert(1)</script>', '"] --> evil["x', '"; evil [label="x', '<img src=x onerror=alert(1)>', 'a\u0000b\u001b[2Jc\u009b31m', 'rtl\u202egpj.exe', '&lt;b&gt;&amp;', '#quot;&quot;',
  '\\', '\\"', '`**bold**`', 'line\nbreak\r\nand\ttab', '\ud800', '%%{init: {"theme":"x"}}%%', 'click n0 "javascript:alert(1)"', 'end', 'x'.repeat(5000), '測試'.repeat(2500), '🙂'.repeat(100), '',
];
/** Each as a name, a zone and a class of data, with control edges and reasons that are as bad. */
const hostile = graphOf(HOSTILE.map((text, i) => edge(node(text, 'workload', { zone: text }), node(`${text} `, 'store', { id: `s${i}`, dataClass: text }), i % 2 ? 'control' : text, {
  actions: [text], because: [{ kind: 'identity-policy', text, open: text }], certainty: 'possible',
})));
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

describe.each([
  ['svg', (graph: TrustGraph) => svgOf(graph)], ['mermaid', (graph: TrustGraph) => whole(writeMermaid(graph, {}))], ['dot', (graph: TrustGraph) => whole(writeDot(graph, {}))],
  ['html', (graph: TrustGraph) => whole(writeGraphPage(graph, {}, { name: 'tool', version: '1.2.3' }))], ['json', (graph: TrustGraph) => whole(writeGraphJson(graph))],
])('%s', (format, write) => {
  test('has nothing of a hostile name that steers a reader, and stays small', () => {
    const text = write(hostile);
    expect(text).not.toMatch(STEERS);
    if (format !== 'json') {
      expect(text).not.toMatch(format === 'dot' ? /x{400}/ : /<script>alert|<img|x{400}/); // quotes hold anything in DOT
      expect(text.length).toBeLessThan(200_000);
    }
  });

  test('is the same for the same graph', () => {
    expect(write(fullApp())).toBe(write(fullApp()));
  });

  test('draws an empty graph', () => {
    expect(write(graphOf([]))).not.toBe('');
  });
});

describe('SVG', () => {
  test('is well-formed, with any name in it', () => {
    for (const graph of [smallApp().graph, fullApp(), hostile, graphOf([])]) expect(XMLValidator.validate(svgOf(graph))).toBe(true);
  });

  test('has a box for each zone and node, an arrow for each edge, and the intent and class of each in words', () => {
    const svg = svgOf(smallApp().graph);
    expect(svg.match(/<g class="z">/g)).toHaveLength(1);
    expect(svg.match(/<g class="n /g)).toHaveLength(8);
    expect(svg.match(/class="head"/g)).toHaveLength(8);
    const words = new XMLParser({ ignoreAttributes: true }).parse(svg);
    const texts = JSON.stringify(words);
    for (const word of ['zone App/Zone', 'data store · RESTRICTED', 'queue · CONFIDENTIAL', 'control', 'publish', 'read-write', '999988887777']) expect(texts).toContain(word);
  });

  test('has control, strangers and what is possible in styles of their own', () => {
    const svg = svgOf(smallApp().graph);
    const classesOf = (title: string) => new RegExp(`<g class="e ([^"]+)"><title>${title}`).exec(svg)?.[1];
    expect(classesOf('Deploy → place-order')).toBe('control');
    expect(classesOf('999988887777 → Orders')).toBe('stranger');
    expect(classesOf('ship-order → Orders')).toBe('write possible');
    expect(classesOf('place-order → Orders')).toBe('write');
  });

  test('loads nothing, has light and dark colours and an opaque page', () => {
    const svg = svgOf(fullApp());
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|<script|<image|@import|href/);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toMatch(/<rect class="page" width="\d+" height="\d+"\/>/);
  });

  test('is below 60 kB with as many nodes as are not folded', () => {
    expect(Buffer.byteLength(svgOf(fullApp()))).toBeLessThan(60_000);
  });
});

describe('the page of the graph', () => {
  const page = whole(writeGraphPage(smallApp().graph, {}, { name: 'tool', version: '1.2.3' }));

  test('allows its own styles and script, by their hashes, and nothing else', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(page)!;
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const tag of ['style', 'script']) {
      const texts = [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text]) => text);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(policy).toContain(`sha256-${createHash('sha256').update(text).digest('base64')}`);
    }
    expect(page).not.toMatch(/\s(style|on\w+)="|<(link|img|iframe|object|embed|base)\b|\ssrc=|@import|url\(/);
  });

  test('stays below 300 kB, however many nodes and reasons there are', () => {
    const many = graphOf(fullApp(2000).edges.map((one) => ({ ...one, because: Array.from({ length: 50 }, (_, i) => ({ ...one.because[0], text: `${i} ${'x'.repeat(1000)}` })) })));
    const text = whole(writeGraphPage(many, {}, { name: 'tool', version: '1.2.3' }));
    expect(text.length).toBeLessThan(300_000);
    expect(text).toContain('and 44 more');
  });
});

describe.each([['across', fullApp(), false], ['downwards', deepApp(), true]])('the layout of 40 nodes, %s', (_direction, graph, isDown) => {
  const laid = layout(pictureOf(graph));
  type Rect = { x: number; y: number; width: number; height: number };
  const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  const labels = [
    ...laid.edges.map(({ label }) => label), ...laid.zones.map(({ label }) => label),
  ].map(({ x, y, width }) => ({ x: x - width / 2, y: y - 9, width, height: 11 }));
  const boxes = laid.nodes.map(({ box }) => box);

  test('is read in one direction', () => {
    expect(laid.isDown).toBe(isDown);
    if (isDown) expect(laid.width).toBeLessThan(3 * laid.height);
  });

  test('has no two boxes, no two labels, and no label and box over each other', () => {
    expect(labels.length).toBeGreaterThan(35);
    const all = [...boxes, ...labels];
    const pairs = all.flatMap((a, i) => all.slice(i + 1).filter((b) => overlap(a, b)).map((b) => [a, b]));
    expect(pairs).toEqual([]);
  });

  test('has each node inside of its zone and of no other', () => {
    for (const { node: { zone }, box } of laid.nodes) {
      expect(laid.zones.filter((one) => overlap(one.box, box)).map(({ name }) => name)).toEqual(zone === undefined ? [] : [zone]);
    }
  });

  test('has every name inside of its box', () => {
    for (const { box, lines } of laid.nodes) {
      for (const { x, width } of lines) expect([x - width / 2 >= box.x, x + width / 2 <= box.x + box.width]).toEqual([true, true]);
    }
  });

  test('has edges that begin and end at the sides of their nodes, each at a place of its own', () => {
    const ends = laid.edges.flatMap(({ points }) => [points[0], points[points.length - 1]]);
    expect(new Set(ends.map(({ x, y }) => `${x} ${y}`)).size).toBe(ends.length);
    const sides = new Set(laid.nodes.flatMap(({ box }) => (isDown ? [box.y, box.y + box.height] : [box.x, box.x + box.width])));
    for (const { x, y } of ends) expect(sides).toContain(isDown ? y : x);
  });
});

describe('DOT', () => {
  test('is read by Graphviz as it was meant, with any name in it', async () => {
    const viz = await (await import('@viz-js/viz')).instance();
    for (const graph of [smallApp().graph, fullApp(), hostile]) {
      const picture = pictureOf(graph);
      const { status, output, errors } = viz.render(whole(writeDot(graph, {})), { format: 'json' });
      expect([status, errors.filter(({ level }) => level === 'error')]).toEqual(['success', []]);
      const read = JSON.parse(output!);
      expect(read.objects.filter(({ nodes }: any) => nodes === undefined)).toHaveLength(picture.nodes.length);
      expect(read.edges).toHaveLength(picture.edges.length);
    }
  }, 60_000);
});

describe('Mermaid', () => {
  test('has a line for each node and edge, and no name that ends its quotes', () => {
    const lines = whole(writeMermaid(hostile, { fold: false })).split('\n');
    const { nodes, edges } = pictureOf(hostile, { fold: false });
    const box = /^ +n\d+[[({]+"[^"]*"[\])}]+(:::\w+)?$/;
    const link = /^ {2}n\d+ -(-|\.-)>\|"[^"]*"\| n\d+$/;
    expect(lines.filter((line) => box.test(line))).toHaveLength(nodes.length);
    expect(lines.filter((line) => link.test(line))).toHaveLength(edges.length);
    const others = lines.filter((line) => !box.test(line) && !link.test(line));
    for (const line of others) expect(line).toMatch(/^$|^flowchart LR$|^ {2}(%% |subgraph z\d+\["zone [^"]*"\]$|end$|classDef \w+ |linkStyle [\d,]+ )/);
  });
});

describe('JSON', () => {
  test('is the whole graph, with reasons, nothing hidden and nothing folded', () => {
    const { graph, place, key } = smallApp();
    const { version, nodes, edges } = JSON.parse(whole(writeGraphJson(graph)));
    expect([version, nodes.length, edges.length]).toEqual([1, graph.nodes.length, graph.edges.length]);
    expect(edges.find(({ from, to }: any) => from === place.id && to === key.id)).toEqual({
      from: 'workload:place-order',
      to: 'key:Key',
      kind: 'access',
      intent: 'use',
      actions: ['kms:Decrypt'],
      certainty: 'certain',
      because: [{ kind: 'identity-policy', text: 'a policy of place-order allows it on Key' }],
    });
    expect(JSON.parse(whole(writeGraphJson(fullApp(80)))).nodes).toHaveLength(80);
  });

  test('gives back names as they are', () => {
    const { nodes } = JSON.parse(whole(writeGraphJson(hostile)));
    expect(nodes.map(({ name }: any) => name)).toEqual(expect.arrayContaining(HOSTILE));
  });
});
