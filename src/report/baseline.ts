import { Evidence, EvidenceItem, isOpen, nameOf, openItems } from './evidence';
import { Fingerprints } from './fingerprint';
import { Baseline, BaselineFinding, BaselineMatch } from '../waivers/baseline';
import { isOwnRule, outOfTime } from '../waivers/waiver-terms';

/** The place of what is about all templates together: the first one would change with another stack. */
export const ALL_TEMPLATES = 'all templates';

/** What is open, as a baseline keeps it. */
export function openFindings(evidence: Evidence): BaselineFinding[] {
  const fingerprints = new Fingerprints(evidence.templates);
  return openItems(evidence).map((item) => fingerprintOf(item, fingerprints));
}

/**
 * Takes from what is open the findings that a baseline has. One that is new, or worse than it was, stays open; entries whose finding is gone are told.
 *
 * @param today as `YYYY-MM-DD`, in UTC: after its last day a baseline counts for nothing
 * @param packs findings of packs, where the assembly tells them
 */
export function applyBaseline(evidence: Evidence, { until, findings }: Baseline, file: string, today: string, packs?: BaselineFinding[]): Evidence {
  const wrong = outOfTime(until, today);
  const own = new BaselineMatch(findings.filter(({ rule }) => isOwnRule(rule)));
  const ofPacks = findings.filter(({ rule }) => !isOwnRule(rule));
  const fingerprints = new Fingerprints(evidence.templates);
  const items = [...evidence.items];
  const open = items.filter(isOpen);
  const matched = own.match(open.map((item) => fingerprintOf(item, fingerprints)));
  const states = new Map(open.map((item, i) => [item, matched[i]]));
  const ran = new Set(evidence.rules.map(({ id }) => `ZeroTrust::${id}`));
  const packMatch = new BaselineMatch(ofPacks);
  if (packs) packMatch.match(packs);
  const stale = [...own.unused().filter(({ rule }) => ran.has(rule)), ...(packs ? packMatch.unused() : [])];
  return {
    ...evidence,
    items: items.map((item): EvidenceItem => {
      const baselineState = states.get(item);
      if (baselineState === undefined) return item;
      if (baselineState !== 'unchanged' || wrong !== undefined || !isOpen(item)) return item.with({ baselineState });
      const accepts = item.verdict as 'fail' | 'unknown';
      const acceptance = { by: 'baseline' as const, accepts, reason: 'it was there when the rules were adopted', until, source: file };
      return item.with({ verdict: 'baselined', baselineState, acceptance });
    }),
    baseline: { file, until, wrong, stale: stale.map(({ rule, path }) => ({ rule, path })), notTried: packs ? 0 : ofPacks.length },
  };
}

/** What of a baseline is still there, so that it shrinks: entries as they are now, and those that nobody judged here. */
export function remaining({ findings }: Baseline, evidence: Evidence, packs?: BaselineFinding[]): BaselineFinding[] {
  const ran = new Set(evidence.rules.map(({ id }) => `ZeroTrust::${id}`));
  const judged = (rule: string) => (isOwnRule(rule) ? ran.has(rule) : packs !== undefined);
  const match = new BaselineMatch(findings.filter(({ rule }) => judged(rule)));
  const now = [...openFindings(evidence), ...packs ?? []];
  const states = match.match(now);
  const worse = new Set(now.filter((_finding, i) => states[i] === 'updated').map(({ rule, path }) => `${rule}\n${path}`));
  return [
    ...now.filter((_finding, i) => states[i] === 'unchanged'),
    // what got worse keeps what was accepted, or the worse would be
    ...findings.filter(({ rule, path }) => !judged(rule) || worse.has(`${rule}\n${path}`)),
  ];
}

/** Says of a baseline what its reader should do about it. */
export function describeBaseline({ file, until, wrong, stale, notTried }: NonNullable<Evidence['baseline']>): string[] {
  return [
    ...wrong === undefined ? [] : [`The baseline ${file} does not count: ${wrong}`],
    ...stale.length === 0 ? [] : [`${describeStale(file, stale)}; audit --write-baseline ${file} removes ${stale.length === 1 ? 'it' : 'them'}`],
    ...notTried === 0 ? [] : [`${notTried} entries of ${file} are findings of other packs, which this report does not judge`],
    ...wrong === undefined ? [`The baseline ${file} counts until ${until}`] : [],
  ];
}

/** Which entries met no finding, as a sentence without its end. */
export function describeStale(file: string, stale: { readonly rule: string; readonly path: string }[]): string {
  const [entries, are] = stale.length === 1 ? ['entry', 'is'] : ['entries', 'are'];
  const some = stale.slice(0, 10).map(({ rule, path }) => `${rule} on ${path}`).join(', ');
  return `${stale.length} ${entries} of ${file} ${are} stale, as the finding is gone: ${some}${stale.length > 10 ? ', …' : ''}`;
}

/** Of an item what makes its fingerprint. */
type Found = Pick<EvidenceItem, 'rule' | 'logicalId' | 'declaredAs' | 'constructPath' | 'verdict' | 'finding' | 'value'> & { readonly template: { readonly id: string } };

export function fingerprintOf(item: Found, fingerprints: Fingerprints): BaselineFinding {
  const { rule, template, declaredAs, finding = '', value } = item;
  const isOfAll = rule.id.startsWith('ZT-CAPABILITY-');
  return fingerprints.of({
    rule: rule.id,
    path: isOfAll ? ALL_TEMPLATES : nameOf(item),
    severity: rule.severity,
    verdict: item.verdict as 'fail' | 'unknown',
    finding,
    value,
    template: template.id,
    logicalId: isOfAll ? '' : declaredAs,
  });
}
