import { GRAPH_STYLE } from '../graph/style';

/** The style sheet of the graph's section, beside that of the page. */
export const GRAPH_PAGE_STYLE = `${GRAPH_STYLE}
.graph-frame { border: 1px solid var(--line); border-radius: 10px; background: var(--g-paper); overflow: hidden; }
.graph-frame > svg { display: block; width: 100%; max-height: 80vh; cursor: grab; touch-action: pan-y; }
.graph-frame > svg.moving { cursor: grabbing; }
.graph [data-node], .graph [data-edge] { cursor: pointer; }
.graph [data-edge] path { pointer-events: stroke; }
.graph [data-edge]:hover path, .graph .lit path { stroke-width: 3; }
.graph [data-node]:hover rect, .graph .chosen rect { stroke: var(--link); stroke-width: 2.5; }
.graph [data-node]:focus-visible { outline: none; }
.graph [data-node]:focus-visible rect { stroke: var(--link); stroke-width: 3; }
.graph .off { display: none; }
.graph.picked [data-node]:not(.lit, .chosen), .graph.picked [data-edge]:not(.lit) { opacity: .15; }
.graph-filter { position: static; border: 0; margin-bottom: 0; }
.graph-filter button { min-width: 2.75rem; }
.graph-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 1rem; padding: 0; list-style: none; font-size: .8125rem; color: var(--faint); }
.graph-legend svg { vertical-align: middle; }
.graph-about { margin: 0 0 1rem; font-size: .9375rem; }
.graph-about h3 { display: block; margin-bottom: .25rem; }
.graph-about h4 { margin-top: .75rem; }
.graph-about p { margin: 0; }
.graph-about ul, .graph-why { margin: 0; padding-left: 1.1rem; }
.graph-about button { min-height: 0; padding: 0; border: 0; background: none; color: var(--link); text-align: left; text-decoration: underline; }
@media print {
  .graph-filter, .graph-about { display: none !important; }
  .graph-frame > svg { max-height: 24cm; }
  .graph .off { display: inline; }
  .graph.picked [data-node], .graph.picked [data-edge] { opacity: 1 !important; }
}
`;
