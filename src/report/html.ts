import type { Chunks } from './chunks';
import type { Evidence } from './evidence';
import { summariseFrameworks } from './framework-summary';
import { acknowledgementsSection, hardeningSection, waiversSection } from './html/accepted';
import { adoptionSection, hasAdoption } from './html/adoption';
import { frameworksSection } from './html/frameworks';
import { graphSection } from './html/graph';
import { GRAPH_SCRIPT } from './html/graph-script';
import { GRAPH_PAGE_STYLE } from './html/graph-style';
import { head } from './html/head';
import { html, json, Markup } from './html/markup';
import { masthead, summary } from './html/overview';
import { packsSection } from './html/packs';
import { figure } from './html/parts';
import { rulesSection } from './html/rules';
import { SCRIPT } from './html/script';
import { stacksSection } from './html/stacks';
import { STYLE } from './html/style';
import { templatesSection } from './html/templates';
import type { Tool } from './writer';
import { FRAMEWORKS } from '../frameworks';

/** One page for auditors, which needs nothing beside it: every verdict, by framework and by rule. */
export function writeHtml(evidence: Evidence, tool: Tool, date: string): Chunks {
  const frameworks = evidence.framework ? [evidence.framework] : FRAMEWORKS;
  const { graph, tooManyForGraph } = evidence;
  const [styles, scripts] = [[STYLE, ...graph ? [GRAPH_PAGE_STYLE] : []], [SCRIPT, ...graph ? [GRAPH_SCRIPT] : []]];
  const sections: [string, string, Markup][] = [
    ...graph ? [['graph', 'Trust graph', graphSection(graph)] as [string, string, Markup]] : [],
    ...tooManyForGraph ? [['graph', 'Trust graph', notDrawn(tooManyForGraph, tool)] as [string, string, Markup]] : [],
    ['summary', 'Summary', summary(evidence)],
    ['frameworks', 'Frameworks', frameworksSection(summariseFrameworks(evidence, frameworks))],
    ['evidence', 'Evidence by rule', rulesSection(evidence, frameworks)],
    ...hasAdoption(evidence) ? [['adoption', 'Capabilities, settings, trusted accounts and baseline', adoptionSection(evidence)] as [string, string, Markup]] : [],
    ['waivers', 'Waivers', waiversSection(evidence)],
    ['acknowledgements', 'Structural acknowledgements', acknowledgementsSection(evidence)],
    ['hardening', 'Automatic hardening', hardeningSection(evidence)],
    ...evidence.packs ? [['packs', 'Other rule packs', packsSection(evidence)] as [string, string, Markup]] : [],
    ['stacks', 'Stacks', stacksSection(evidence)],
    ['templates', 'Templates', templatesSection(evidence)],
  ];
  const data = { frameworks: Object.fromEntries(frameworks.map(({ id, controls }) => [id, [...new Set(controls.flatMap(({ rules }) => rules))]])) };
  return html`<!doctype html>
<html lang="en">
${head(`Zero-trust evidence: ${evidence.templates.map(({ name }) => name).join(', ')}`, styles, scripts)}
<body>
<a class="skip" href="#evidence">Skip to the evidence</a>
<header class="wide">${masthead(evidence, tool, date)}
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main class="wide">
${sections.map(([id, title, content]) => html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
${content}
</section>
`)}</main>
<footer class="wide">Made by ${tool.name} ${tool.version}. This page loads nothing and sends nothing; it can be kept and mailed as it is.</footer>
<script type="application/json" id="report-data">${json(data)}</script>
${scripts.map((script) => html`<script>${new Markup(script)}</script>
`)}</body>
</html>
`;
}

function notDrawn(resources: number, { name }: Tool): Markup {
  return html`<p class="lead">The graph of ${figure(resources)} resources is not drawn: there is too much in it to look at. <code>${name} graph</code> draws that of the stacks it is given, and <code>who-can</code>, <code>can</code>, <code>paths</code> and <code>blast-radius</code> answer from the whole.</p>`;
}
