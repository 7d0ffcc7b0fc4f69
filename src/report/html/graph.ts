import { html, json, Markup } from './markup';
import { table } from './parts';
import { blastRadius, nodesIn } from '../../graph/ask/blast-radius';
import type { GraphEdge, TrustGraph } from '../../graph/trust/trust-graph';
import { drawing, toneOf } from '../graph/drawing';
import { shortened } from '../graph/labels';
import { layout } from '../graph/layout';
import { describePicture, LEGEND } from '../graph/legend';
import { FOLDED_ABOVE, Picture, PictureEdge, PictureNode, PictureOptions, pictureOf, stackOfNode } from '../graph/picture';
import { visible } from '../plain-text';

/** How much of each edge is on the page; the command line has the rest. */
const MOST_EDGES = 3;
const MOST_REASONS = 6;
const MOST_TEXT = 300;

/** The trust graph, which the page's script lets people move, filter and ask; without script, the picture and the table of its edges. */
export function graphSection(graph: TrustGraph, options: PictureOptions = {}): Markup {
  const picture = pictureOf(graph, options);
  const { nodes, edges, hidden, isFolded } = picture;
  if (nodes.length === 0) return html`<p>The templates have nothing that acts, or is acted on.</p>`;
  const laid = layout(picture);
  const handles = {
    node: ({ id, label, type }: PictureNode) => html` data-node="${id}" tabindex="0" role="button" aria-label="${cut(`${label}, ${type}`)}"`,
    edge: ({ id }: PictureEdge) => html` data-edge="${id}"`,
  };
  return html`<p class="lead">Who can do what to whom, by everything in the templates that has a say. A dashed edge is possible and not certain.${isFolded ? ` There are more than ${FOLDED_ABOVE} nodes: each zone, or stack outside of all zones, is shown as one.` : ''}</p>
${filters(picture)}
<div class="graph-frame"><svg class="graph" viewBox="0 0 ${Math.ceil(laid.width)} ${Math.ceil(laid.height)}" tabindex="0" role="group" aria-label="${describePicture(picture)}. Arrow keys move it, plus and minus zoom, 0 shows all.">
${drawing(laid, handles)}</svg></div>
<ul class="graph-legend">${LEGEND.map(([tone, words]) => html`<li><svg class="graph" viewBox="0 0 24 8" width="24" height="8" aria-hidden="true"><g class="e ${tone}"><path d="M0 4h24"/></g></svg> ${words}</li>`)}</ul>
<div class="graph-about paper" role="region" aria-label="What is chosen" aria-live="polite" tabindex="-1" hidden></div>
${hidden.length > 0 ? html`<p class="faint">Not shown: ${hidden.join(', ')}.</p>` : ''}
<details><summary><h3>All edges, with their reasons</h3></summary><div class="inside">${table('plain', 'Edges of the trust graph', [
  { title: 'Edge', cell: ({ from, to }: PictureEdge) => html`${cut(from.label)} → ${cut(to.label)}` },
  { title: 'What', cell: ({ intents, kind }) => (kind === 'control' ? html`<strong>control</strong>` : cut(intents.join(', '))) },
  { title: 'Certainty', cell: ({ certainty }) => certainty },
  { title: 'Why', cell: reasons },
], [...edges], ({ id }) => html` id="graph-${id}"`)}</div></details>
<script type="application/json" id="graph-data">${json(dataOf(graph, picture))}</script>`;
}

function filters({ nodes, zones }: Picture): Markup {
  const values = (of: (node: PictureNode) => string | undefined) => [...new Set(nodes.flatMap((node) => of(node) ?? []))].sort();
  const choices: [string, string, readonly string[]][] = [
    ['zone', 'Zone', zones.map(cut)], ['class', 'Data class', values(({ dataClass }) => dataClass && cut(dataClass))], ['kind', 'Kind', values(({ kind }) => kind)],
  ];
  return html`<form class="graph-filter" aria-label="Filter the graph" hidden>
${choices.map(([name, label, options]) => html`<label>${label}<select name="${name}"><option value="">all</option>${options.map((option) => html`<option>${option}</option>`)}</select></label>
`)}<button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="fit">Fit</button><button type="reset">Reset</button>
<p class="shown graph-shown" aria-live="polite"></p></form>`;
}

function reasons({ edges }: PictureEdge): Markup {
  const rest = edges.length - MOST_EDGES;
  return html`<ul class="graph-why">${edges.slice(0, MOST_EDGES).map(reasonOf)}${rest > 0 ? html`<li>and ${rest} more</li>` : ''}</ul>`;
}

function reasonOf({ actions, because, certainty }: GraphEdge): Markup {
  const open = certainty === 'possible' ? because.flatMap((reason) => reason.open ?? []) : [];
  const rest = because.length - MOST_REASONS;
  return html`<li>${actions.length > 0 ? html`<code>${cut(actions.join(', '))}</code><br>` : ''}${because.slice(0, MOST_REASONS).map(({ text }) => html`${cut(text)}<br>`)}${rest > 0 ? `and ${rest} more` : ''}${open.map((why) => html`<em>possible because ${cut(why)}</em><br>`)}</li>`;
}

/** What the script needs beside the drawing. */
function dataOf(graph: TrustGraph, { nodes, edges }: Picture): object {
  const nodeOf = new Map(nodes.flatMap((node) => node.members.map((member) => [member, node] as const)));
  const ids = (node: PictureNode, of: Iterable<PictureNode['members'][number]>) => [...new Set([...of].flatMap((one) => nodeOf.get(one)?.id ?? []))].filter((id) => id !== node.id);
  return {
    nodes: Object.fromEntries(nodes.map((node) => {
      const radius = blastRadius(graph, ...node.members);
      const { label, type, kind, dataClass, zone } = node;
      return [node.id, {
        label: cut(label),
        type: cut(type),
        kind,
        class: dataClass && cut(dataClass),
        zone: zone && cut(zone),
        stack: cut(stackOfNode(node) ?? ''),
        reach: ids(node, nodesIn(radius)),
        taken: ids(node, radius.taken.keys()),
      }];
    })),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, { from: edge.from.id, to: edge.to.id, tone: toneOf(edge), what: cut(edge.intents.join(', ')) }])),
  };
}

/** As everywhere on the page, with the codes of what cannot be seen: the script compares by it. */
function cut(text: string): string {
  return visible(shortened(text, MOST_TEXT));
}
