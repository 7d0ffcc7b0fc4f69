import type { CollectedThreats } from './collect-threats';
import { ComposerFile, ComposerMitigation, ComposerThreat, ExistingFile, hashOf, Metadata, OWN_TAG } from './composer-file';
import { cellLine, detectionLine, elementName, mitigationLine, said, sorted, whereOf } from './describe-threats';
import { mergeComposer } from './merge-composer';
import { RULES, STRUCTURE, WHERE } from './renamed-threats';
import { structureOf } from './structure';
import { ThreatIds } from './threat-ids';
import type { JudgedDetection } from '../../graph/threats/detections/judged-detection';
import type { RiskLevel } from '../../graph/threats/risk';
import type { JudgedMitigation, Threat } from '../../graph/threats/threat-model';
import { Chunks, jsonDocument } from '../chunks';
import { plain } from '../plain-text';

/** What the schema lets a field have at most. */
const FIELD = 200;
const TEXT = 1000;
const PRIORITY: Record<RiskLevel, string> = { critical: 'High', high: 'High', medium: 'Medium', low: 'Low' };

/** The file that Threat Composer (https://github.com/awslabs/threat-composer) opens, schema 1; with what people wrote into an older one. */
export function writeThreatComposer(model: CollectedThreats, existing?: ExistingFile): Chunks {
  const threats = sorted(model);
  const ids = new ThreatIds(model.graph);
  const mitigations = threats.flatMap((threat) => [
    ...threat.mitigations.map((mitigation) => ({ threat, written: ofMitigation(mitigation), id: ids.ofMitigation(threat, mitigation) })),
    // what is absent is said with the threat: nobody has decided to have it
    ...threat.detections.filter(({ status }) => status !== 'absent').map((detection) => ({ threat, written: ofDetection(detection), id: ids.ofDetection(threat, detection) })),
  ]);
  const file: ComposerFile = {
    schema: 1,
    applicationInfo: { name: short(appName(model), FIELD), description: '' },
    threats: threats.map((threat, i) => composerThreat(threat, ids.of(threat), i + 1)),
    mitigations: mitigations.map(({ written, id }, i) => composerMitigation(written, id, i + 1)),
    mitigationLinks: mitigations.map(({ id, threat }) => ({ mitigationId: id, linkedId: ids.of(threat) })),
    assumptions: [],
    assumptionLinks: [],
  };
  return jsonDocument(existing ? mergeComposer(existing, file) : file);
}

function appName({ graph }: CollectedThreats): string {
  return [...new Set(graph.nodes.flatMap(({ resource }) => (resource ? [resource.stack.name] : [])))].join(', ') || 'app';
}

function composerThreat(threat: Threat, id: string, numericId: number): ComposerThreat {
  const { kind, element, flow, status, risk, acceptance } = threat;
  const assets = (flow ? [flow.from, flow.to] : [element]).map((node) => short(elementName(node), FIELD));
  const parts = {
    threatSource: kind.source,
    prerequisites: short(said(kind.prerequisites, threat), FIELD),
    threatAction: short(said(kind.action, threat), FIELD),
    threatImpact: kind.impact,
    impactedGoal: [kind.goal],
    impactedAssets: assets,
  };
  const absent = threat.detections.filter((one) => one.status === 'absent').map(({ detection }) => detection.name);
  const accepted = acceptance ? [`Accepted by ${acceptance.owner} until ${acceptance.until}: ${acceptance.reason}`] : [];
  return withHashes({
    id,
    numericId,
    displayOrder: numericId,
    ...parts,
    statement: short(`${/^[aeiou]/.test(kind.source) ? 'An' : 'A'} ${kind.source} ${parts.prerequisites} can ${parts.threatAction}, which leads to ${kind.impact}, resulting in reduced ${kind.goal} of ${assets.join(' and ')}`, 7 * FIELD),
    status: status === 'open' ? 'threatIdentified' : 'threatResolved',
    tags: [OWN_TAG, kind.id],
    metadata: [
      { key: 'STRIDE', value: [kind.stride] },
      { key: 'Priority', value: PRIORITY[risk] },
      { key: 'custom:zt-cell', value: short(cellLine(threat), TEXT) },
      { key: 'custom:zt-status', value: short([status, ...accepted].join('. '), TEXT) },
      ...(absent.length > 0 ? [{ key: 'custom:zt-absent-detections', value: absent }] : []),
      { key: WHERE, value: short(whereOf(threat), TEXT) },
      { key: STRUCTURE, value: structureOf(threat) },
    ],
  });
}

interface Written {
  readonly content: string;
  readonly status: string;
  /** The rules or the detection that it is known again by. */
  readonly judges: readonly string[];
}

function ofMitigation(judged: JudgedMitigation): Written {
  const status = judged.status === 'pass' ? 'mitigationResolved' : judged.status === 'accepted' ? 'mitigationResolvedWillNotAction' : 'mitigationIdentified';
  return { content: mitigationLine(judged), status, judges: judged.mitigation.rules };
}

function ofDetection(judged: JudgedDetection): Written {
  return { content: detectionLine(judged), status: judged.status === 'present' ? 'mitigationResolved' : 'mitigationIdentified', judges: [judged.detection.id] };
}

function composerMitigation({ content, status, judges }: Written, id: string, numericId: number): ComposerMitigation {
  return withHashes({
    id,
    numericId,
    displayOrder: numericId,
    content: short(content, TEXT),
    status,
    tags: [OWN_TAG],
    metadata: [{ key: RULES, value: [...judges] }],
  });
}

/** Remembers what was written, so that what people change is known as theirs. */
function withHashes<T extends { readonly metadata: readonly Metadata[] }>(item: T): T {
  const { metadata, ...fields } = item;
  const own = Object.entries(fields).filter(([field]) => !['id', 'numericId', 'displayOrder', 'tags'].includes(field));
  const values = [...own, ...metadata.filter(({ key }) => !key.startsWith('custom:')).map(({ key, value }): [string, unknown] => [key, value])];
  return { ...item, metadata: [...metadata, { key: 'custom:zt-written', value: values.map(([field, value]) => `${field} ${hashOf(value)}`) }] };
}

function short(text: string, most: number): string {
  const line = plain(text);
  // no half of a character
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
