import type { CollectedThreats } from './collect-threats';
import { cellLine, detectionLine, elementName, mitigationLine, RISK_LEVELS, sorted, summaryLine, whereOf } from './describe-threats';
import { STRIDE_NAMES } from '../../graph/threats/catalogue/threat-kind';
import type { DetectionStatus } from '../../graph/threats/detections/judged-detection';
import { IMPACTS, LIKELIHOODS, MATRIX } from '../../graph/threats/risk';
import type { Threat } from '../../graph/threats/threat-model';
import { inMarkdown } from '../diff/markdown-text';

/** So many assets are read at once. */
const HEAD = 15;

/** For a repository or a wiki: the 5×5, critical assets, then the threats. */
export function writeThreatsMarkdown(model: CollectedThreats): string {
  const threats = sorted(model);
  const of = (status: Threat['status']) => threats.filter((threat) => threat.status === status);
  return `${[
    '# Threat model', '',
    `${inMarkdown(summaryLine(model))}.`, '',
    '## Open threats by likelihood and impact', '',
    ...matrix(of('open')), '',
    'Likelihood: each step from outside after the first, and authentication on the way, is one barrier; five less the barriers, and 1 where no way leads there.',
    'Impact: by the class of the data, from 1 for none to 4 for RESTRICTED; one more for what changes or destroys. Of what takes over an element, the highest class in its blast radius counts.', '',
    '## Critical assets', '',
    '| asset | class | likelihood | reached by | open threats |', '|--|--|--|--|--|',
    ...model.assets.slice(0, HEAD).map(({ node, likelihood, reachedBy, open }) => `| ${[
      elementName(node), node.dataClass ?? 'not known', `${likelihood.level} (${likelihood.inputs.join(', ')})`, String(reachedBy),
      RISK_LEVELS.filter((level) => open[level] > 0).map((level) => `${open[level]} ${level}`).join(', ') || 'none',
    ].map(inMarkdown).join(' | ')} |`),
    ...(model.assets.length > HEAD ? ['', `${model.assets.length - HEAD} more are in the JSON.`] : []), '',
    '## Open threats', '', ...(of('open').length > 0 ? of('open').flatMap(section) : ['None.', '']),
    '## Accepted threats', '', ...(of('accepted').length > 0 ? of('accepted').flatMap(section) : ['None.', '']),
    '## Mitigated threats', '', '| threat | element | mitigated by | detected by |', '|--|--|--|--|',
    ...of('mitigated').map((threat) => `| ${[
      `${threat.kind.id} ${threat.kind.title}`, whereOf(threat), threat.mitigations.flatMap(({ rules }) => rules.map(({ rule }) => rule)).join(', '),
      detectedBy(threat),
    ].map(inMarkdown).join(' | ')} |`),
    ...(model.problems.length > 0 ? ['', '## Acceptances that do not count', '', ...model.problems.map((problem) => `- ${inMarkdown(problem)}.`)] : []),
  ].join('\n')}\n`;
}

function section(threat: Threat): string[] {
  const { kind, acceptance, mitigations, detections } = threat;
  return [
    `### ${inMarkdown(`${kind.id} ${kind.title}`)}`, '',
    `- ${STRIDE_NAMES[kind.stride]}: ${inMarkdown(whereOf(threat))}`,
    `- ${inMarkdown(cellLine(threat))}`,
    ...(acceptance ? [`- accepted by ${inMarkdown(`${acceptance.owner} until ${acceptance.until}: ${acceptance.reason}`)}`] : []),
    ...mitigations.map((mitigation) => `- ${inMarkdown(mitigationLine(mitigation))}`),
    ...(mitigations.length === 0 ? ['- no rule looks at what would mitigate it here'] : []),
    ...detections.map((detection) => `- ${inMarkdown(detectionLine(detection))}`), '',
  ];
}

function detectedBy({ detections }: Threat): string {
  const of = (status: DetectionStatus) => detections.filter((one) => one.status === status).map(({ detection }) => detection.name).join(', ');
  return [of('present'), of('partial') && `in part: ${of('partial')}`, of('unknown') && `not known: ${of('unknown')}`, of('broken') && `does not run: ${of('broken')}`].filter(Boolean).join('; ');
}

/** How many there are in each cell, with the level of the cell. */
function matrix(threats: Threat[]): string[] {
  const rows = [...LIKELIHOODS.keys()].reverse().map((l) => `| ${l + 1} ${LIKELIHOODS[l]} | ${IMPACTS.map((_, i) => {
    const many = threats.filter(({ likelihood, impact }) => likelihood.level === l + 1 && impact.level === i + 1).length;
    return many > 0 ? `**${many}** ${MATRIX[l][i]}` : MATRIX[l][i];
  }).join(' | ')} |`);
  return [`| | ${IMPACTS.map((impact, i) => `${i + 1} ${impact}`).join(' | ')} |`, `|--|${IMPACTS.map(() => '--').join('|')}|`, ...rows];
}
