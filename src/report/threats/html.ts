import type { CollectedThreats } from './collect-threats';
import { cellLine, detectionLine, elementName, mitigationLine, RISK_LEVELS, sorted, summaryLine, whereOf } from './describe-threats';
import { STRIDE_NAMES } from '../../graph/threats/catalogue/threat-kind';
import { IMPACTS, LIKELIHOODS, MATRIX } from '../../graph/threats/risk';
import type { Threat } from '../../graph/threats/threat-model';
import type { Chunks } from '../chunks';
import { head } from '../html/head';
import { html, Markup } from '../html/markup';
import { badge, table } from '../html/parts';
import { STYLE } from '../html/style';
import type { Tool } from '../writer';

/** How a status looks, in the colours of verdicts. */
const BADGES: Record<Threat['status'], string> = { open: 'fail', accepted: 'waived', mitigated: 'pass' };

/** One page that loads nothing: the section of a report, by itself. */
export function writeThreatsHtml(model: CollectedThreats, tool: Tool): Chunks {
  return html`<!doctype html>
<html lang="en">
${head('Threat model', [STYLE])}
<body>
<header class="wide"><h1>Threat model</h1></header>
<main class="wide"><section id="threats" aria-label="Threats">
${threatsSection(model)}
</section></main>
<footer class="wide">Made by ${tool.name} ${tool.version}. This page loads nothing and sends nothing.</footer>
</body>
</html>
`;
}

/** The 5×5, critical assets, and every threat with what mitigates it. */
export function threatsSection(model: CollectedThreats): Markup {
  const threats = sorted(model);
  const open = threats.filter(({ status }) => status === 'open');
  return html`<p class="lead">${summaryLine(model)}.</p>
<h3>Open threats by likelihood and impact</h3>
<div class="paper">${table('plain', 'How many open threats each cell has', [
  { title: 'Likelihood', cell: (l) => `${l + 1} ${LIKELIHOODS[l]}` },
  ...IMPACTS.map((impact, i) => ({
    title: `${i + 1} ${impact}`,
    cell: (l: number) => `${open.filter((threat) => threat.likelihood.level === l + 1 && threat.impact.level === i + 1).length || ''} ${MATRIX[l][i]}`.trim(),
  })),
], [...LIKELIHOODS.keys()].reverse())}</div>
<h3>Critical assets</h3>
<div class="paper">${table('plain', 'The most critical first', [
  { title: 'Asset', cell: ({ node }) => elementName(node) },
  { title: 'Class', cell: ({ node }) => node.dataClass ?? 'not known' },
  { title: 'Likelihood', cell: ({ likelihood }) => html`${likelihood.level}<small>${likelihood.inputs.join(', ')}</small>` },
  { title: 'Reached by', cell: ({ reachedBy }) => String(reachedBy) },
  { title: 'Open threats', cell: ({ open: counts }) => RISK_LEVELS.filter((level) => counts[level] > 0).map((level) => `${counts[level]} ${level}`).join(', ') || 'none' },
], [...model.assets])}</div>
<h3>Threats</h3>
<div class="paper">${table('plain', 'Open ones first', [
  { title: 'Threat', cell: (threat) => html`${threat.kind.id} ${threat.kind.title}<small>${STRIDE_NAMES[threat.kind.stride]}: ${whereOf(threat)}</small>` },
  { title: 'Status', cell: (threat) => html`${badge(BADGES[threat.status], threat.status)}${acceptance(threat)}` },
  { title: 'Risk', cell: (threat) => html`${badge(threat.risk, threat.risk)}<small>${cellLine(threat)}</small>` },
  { title: 'Mitigations', cell: (threat) => html`${threat.mitigations.map((mitigation) => html`<small>${mitigationLine(mitigation)}</small>`)}` },
  { title: 'Detections', cell: (threat) => html`${threat.detections.map((detection) => html`<small>${detectionLine(detection)}</small>`)}` },
], threats)}</div>`;
}

function acceptance({ acceptance: by }: Threat): Markup {
  return by ? html`<small>${by.owner}, until ${by.until}: ${by.reason}</small>` : html``;
}
