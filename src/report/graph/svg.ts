import { drawing } from './drawing';
import { layout } from './layout';
import { describePicture, LEGEND } from './legend';
import { PictureOptions, pictureOf } from './picture';
import { GRAPH_STYLE } from './style';
import { textWidth } from './text-width';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { Chunks } from '../chunks';
import { html, Markup } from '../html/markup';

const LEGEND_HEIGHT = 34;

/** A picture that stands by itself: light and dark, on an opaque page, with nothing that it would load. */
export function writeSvg(graph: TrustGraph, options: PictureOptions): Chunks {
  const picture = pictureOf(graph, options);
  const laid = layout(picture);
  const [width, height] = [Math.ceil(Math.max(laid.width, 700)), Math.ceil(laid.height) + LEGEND_HEIGHT];
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${describePicture(picture)}">
<style>${new Markup(GRAPH_STYLE)}</style><rect class="page" width="${width}" height="${height}"/>
${drawing(laid)}${legend(height - 12)}</svg>
`;
}

function legend(y: number): Markup {
  let x = 16;
  return html`${LEGEND.map(([tone, words]) => {
    const width = textWidth(words, 10);
    const entry = html`<g class="e ${tone}"><path d="M${x} ${y - 4}h20"/><text class="el" x="${x + 26 + width / 2}" y="${y}" textLength="${width}">${words}</text></g>`;
    x += width + 42;
    return entry;
  })}
`;
}
