import type { Evidence, EvidenceItem } from './evidence';

/** A structural acknowledgement, and whether the rule that it names bears it out. */
export interface JudgedAcknowledgement {
  readonly path: string;
  readonly findings: string[];
  readonly reason: string;
  readonly provedBy: string;
  readonly proved: boolean;
}

/**
 * The structural acknowledgements of some templates. One is proved when its rule passes on its resource; a rule for other types of
 * resources has to pass on all of them in the stack, and there must be one.
 */
export function structuralAcknowledgements({ templates, items }: Evidence): JudgedAcknowledgement[] {
  const used = new Set(templates.flatMap((template) => template.acknowledgements.map(({ provedBy }) => provedBy)));
  const found = new Map(templates.map((template) => [template, new Map([...used].map((rule): [string, EvidenceItem[]] => [rule, []]))]));
  for (const item of items) found.get(item.template)?.get(item.rule.id)?.push(item);
  return templates.flatMap((template) => template.acknowledgements.map(({ path, findings, reason, provedBy }) => {
    const ofRule = found.get(template)!.get(provedBy)!;
    const own = ofRule.filter((item) => item.constructPath === path);
    const proofs = own.length > 0 ? own : ofRule;
    return { path, findings, reason, provedBy, proved: proofs.length > 0 && proofs.every(({ verdict }) => verdict === 'pass') };
  }));
}
