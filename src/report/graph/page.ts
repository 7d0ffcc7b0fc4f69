import type { PictureOptions } from './picture';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { Chunks } from '../chunks';
import { graphSection } from '../html/graph';
import { GRAPH_SCRIPT } from '../html/graph-script';
import { GRAPH_PAGE_STYLE } from '../html/graph-style';
import { head } from '../html/head';
import { html, Markup } from '../html/markup';
import { STYLE } from '../html/style';
import type { Tool } from '../writer';

/** A page of the trust graph alone, which needs nothing beside it. */
export function writeGraphPage(graph: TrustGraph, options: PictureOptions, tool: Tool): Chunks {
  return html`<!doctype html>
<html lang="en">
${head('Trust graph', [STYLE, GRAPH_PAGE_STYLE], [GRAPH_SCRIPT])}
<body>
<main class="wide">
<section id="graph" aria-labelledby="h-graph"><h1 id="h-graph">Trust graph</h1>
${graphSection(graph, options)}
</section>
</main>
<footer class="wide">Made by ${tool.name} ${tool.version}. This page loads nothing and sends nothing; it can be kept and mailed as it is.</footer>
<script>${new Markup(GRAPH_SCRIPT)}</script>
</body>
</html>
`;
}
