import type { CollectedThreats } from './collect-threats';
import { cellLine, detectionLine, elementName, mitigationLine, RISK_LEVELS, sorted, summaryLine, whereOf } from './describe-threats';
import { STRIDE_NAMES } from '../../graph/threats/catalogue/threat-kind';
import { plain } from '../plain-text';

/** So many assets are read at once. */
const HEAD = 10;

/** For a terminal: what is open, each with why it is, and the assets that matter most. */
export function writeThreatsText(model: CollectedThreats): string {
  const threats = sorted(model).filter(({ status }) => status !== 'mitigated');
  return `${[
    `${summaryLine(model)}.`, '',
    'Critical assets',
    ...model.assets.slice(0, HEAD).map(({ node, likelihood, reachedBy, open }) => (
      `  ${elementName(node)}  ${node.dataClass ?? 'no class'}, likelihood ${likelihood.level} (${likelihood.inputs.join(', ')}), reached by ${reachedBy}, open: `
      + `${RISK_LEVELS.filter((level) => open[level] > 0).map((level) => `${open[level]} ${level}`).join(', ') || 'none'}`)),
    ...threats.flatMap((threat) => ['', `${threat.status}  ${threat.kind.id} ${threat.kind.title} (${STRIDE_NAMES[threat.kind.stride]})`, `  ${whereOf(threat)}`, `  ${cellLine(threat)}`,
      ...(threat.acceptance ? [`  accepted by ${threat.acceptance.owner} until ${threat.acceptance.until}: ${threat.acceptance.reason}`] : []),
      ...threat.mitigations.map((mitigation) => `  - ${mitigationLine(mitigation)}`),
      ...(threat.mitigations.length === 0 ? ['  - no rule looks at what would mitigate it here'] : []),
      ...threat.detections.map((detection) => `  - ${detectionLine(detection)}`)]),
  ].map(plain).join('\n')}\n`;
}
