import { correspondingItems } from './correspondence-of-items';
import names from './data/nag-rule-names.json';
import { PackViolation } from './pack-findings';
import { TemplateModel } from '../../model';
import { Evidence, EvidenceItem, isOpen, PackFault } from '../evidence';

const NAMES = new Map(Object.entries(names));

/**
 * Puts findings of packs to those of ours that tell the same of the same resource, open or structural; those that are left, to each other:
 * packs share their rules, and each reports a fault anew. No finding is lost: each has its id in one place at least.
 */
export function withPackFindings(evidence: Evidence, findings: PackViolation[]): Evidence {
  const items = [...evidence.items];
  const told = items.filter((item) => isOpen(item) || item.verdict === 'structural');
  const model = new TemplateModel(evidence.templates);
  const resources = new Map(model.resources.map((resource) => [resource.path, resource]));
  const byPlace = new Map<string | undefined, EvidenceItem[]>();
  for (const item of told) byPlace.set(item.constructPath, [...byPlace.get(item.constructPath) ?? [], item]);
  const faults = faultsOf(findings);
  const reported = new Map<EvidenceItem, Set<string>>();
  const alone = faults.filter(({ name, path, ids }) => {
    const same = correspondingItems(name, resources.get(path), (place) => byPlace.get(place) ?? []);
    for (const item of same) reported.set(item, new Set([...reported.get(item) ?? [], ...ids]));
    return same.length === 0;
  });
  return {
    ...evidence,
    items: items.map((item) => (reported.has(item) ? item.with({ alsoReportedBy: [...reported.get(item)!].sort() }) : item)),
    packs: { findings: findings.length, alone },
  };
}

/** One for each rule, finding and resource, with the ids that packs report it by. */
function faultsOf(findings: PackViolation[]): PackFault[] {
  const faults = new Map<string, { name: string; path: string; ids: Set<string>; isError: boolean; findings: number }>();
  for (const { rule, path, severity } of findings) {
    const [id, detail = ''] = [rule.replace(/\[.*$/s, ''), /\[.*$/s.exec(rule)?.[0]];
    const name = NAMES.get(id) ?? id.slice(id.indexOf('-') + 1);
    const key = `${name}${detail}\n${path}`;
    const fault = faults.get(key) ?? { name, path, ids: new Set(), isError: false, findings: 0 };
    fault.ids.add(rule);
    fault.findings += 1;
    fault.isError ||= severity !== 'warning';
    faults.set(key, fault);
  }
  return [...faults.values()].map((fault) => ({ ...fault, ids: [...fault.ids].sort() }));
}

/** What packs found and no rule of ours, as a sentence without its end. */
export function describeFault({ name, path, ids }: PackFault): string {
  return `${path}: ${name} (${ids.join(', ')})`;
}

/** How many findings of packs there are, and how they are shown, as a sentence. */
export function describePacks({ packs }: Evidence): string | undefined {
  if (!packs) return undefined;
  const { findings, alone } = packs;
  const left = alone.reduce((sum, fault) => sum + fault.findings, 0);
  return `${findings} findings of packs at synthesis: ${findings - left} tell what rules of ours found too, ${left} tell ${alone.length} ${alone.length === 1 ? 'fault' : 'faults'} besides.`;
}

/** By which ids packs report what a finding of ours tells. */
export function alsoReported({ alsoReportedBy = [] }: EvidenceItem): string | undefined {
  return alsoReportedBy.length > 0 ? `also reported by ${alsoReportedBy.join(', ')}` : undefined;
}
