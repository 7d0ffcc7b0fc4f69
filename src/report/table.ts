import { describeBaseline } from './baseline';
import { Chunks, Lazily } from './chunks';
import { PRICES } from './costs/fixed-price';
import { AcceptedItem, acceptedItems, count, describeAcceptance, describeProblem, Evidence, EvidenceItem, nameOf, openItems, SEVERITIES, waivedItems } from './evidence';
import { alsoReported, describeFault, describePacks } from './packs/pack-faults';
import { plain } from './plain-text';
import { describeBudget } from './resource-budget';
import { describeSource } from './source-line';
import { inUsd } from './stacks';
import { controlNames } from '../frameworks';
import { describeProvision, Severity } from '../rules';

/** What stands before a finding: unknown is said as such, and counts as its rule's severity. */
const WORDS = { pass: 'passes ', fail: 'fails  ', unknown: 'unknown', waived: 'waived ', baselined: 'known  ', off: 'off    ', structural: 'cdk    ' };
/** Codes that terminals take for bold, faint and colours. */
const STYLES = { title: '1', faint: '2', critical: '1;31', high: '1;31', medium: '1;33', low: '1;36' };

/** For people: what is open, by severity and rule, then what is waived, then the counts. */
export function writeTable(evidence: Evidence, colour = false): Chunks {
  const paint: Paint = (style, text) => (colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
  const open = openItems(evidence);
  const groups = SEVERITIES.map((severity) => ({ severity, items: open.filter(({ rule }) => rule.severity === severity) }));
  const lines = [
    ...groups.filter(({ items }) => items.length > 0).flatMap(({ severity, items }) => [...groupLines(severity, items, evidence, paint), '']),
    ...waivedLines(evidence, paint),
    ...acceptedLines(evidence, paint),
    ...packLines(evidence, paint),
    ...problemLines(evidence, paint),
    ...coverageLines(evidence, paint),
    ...frameworkLines(evidence),
    ...stackLines(evidence, paint),
    ...summaryLines(evidence, open),
  ];
  return Lazily.of(lines, (line) => `${line}\n`);
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

function groupLines(severity: Severity, items: EvidenceItem[], { framework }: Evidence, paint: Paint): string[] {
  const byRule = new Map<EvidenceItem['rule'], EvidenceItem[]>();
  for (const item of items) {
    const found = byRule.get(item.rule);
    if (found) found.push(item);
    else byRule.set(item.rule, [item]);
  }
  return [
    paint(severity, `${severity.toUpperCase()}: ${tally(items)}`),
    ...[...byRule].flatMap(([rule, found]) => [
      '',
      `  ${paint('title', rule.id)}  ${rule.title}`,
      ...found.flatMap((item) => [
        `    ${WORDS[item.verdict]}  ${plain(nameOf(item))}`,
        `             ${plain(`${item.finding}${item.value ? ` (seen: ${item.value})` : ''}`)}`,
        ...(item.source ? [`             ${paint('faint', plain(describeSource(item.source)))}`] : []),
        ...(alsoReported(item) ? [`             ${paint('faint', plain(alsoReported(item)!))}`] : []),
      ]),
      `    ${paint('faint', `remediation: ${rule.remediation}`)}`,
      ...(framework && controlNames(rule, framework).length > 0 ? [`    ${paint('faint', `controls: ${controlNames(rule, framework).join(', ')}`)}`] : []),
    ]),
  ];
}

function waivedLines(evidence: Evidence, paint: Paint): string[] {
  const waived = waivedItems(evidence);
  if (waived.length === 0) return [];
  return [
    paint('title', `WAIVED: ${waived.length}`),
    ...waived.flatMap((item) => {
      const { rule, waiver: { accepts, reason, owner, ticket, expires } } = item;
      return [
        '',
        `  ${paint('title', rule.id)}  ${rule.severity}, ${accepts}  ${plain(nameOf(item))}`,
        `    ${plain(reason)}`,
        `    ${paint('faint', plain(`${owner} answers for it until ${expires}, ${ticket}`))}`,
      ];
    }),
    '',
  ];
}

/** What the CDK makes so: a resource a paragraph, as each has the same few findings. */
function structuralLines(items: AcceptedItem[], paint: Paint): string[] {
  if (items.length === 0) return [];
  const byResource = new Map<string, AcceptedItem[]>();
  for (const item of items) byResource.set(nameOf(item), [...byResource.get(nameOf(item)) ?? [], item]);
  return [
    paint('title', `STRUCTURAL: ${items.length}`),
    ...[...byResource].flatMap(([name, found]) => [
      `  ${plain(name)}  ${found.map(({ rule, acceptance }) => `${rule.id} (${rule.severity}, ${acceptance.accepts})`).join(', ')}`,
      ...packsOf(found).map((text) => `    ${paint('faint', plain(text))}`),
      `    ${paint('faint', plain(found[0].acceptance.reason))}`,
    ]),
    '',
  ];
}

function packsOf(items: EvidenceItem[]): string[] {
  const ids = [...new Set(items.flatMap(({ alsoReportedBy = [] }) => alsoReportedBy))];
  return ids.length > 0 ? [`also reported by ${ids.join(', ')}`] : [];
}

/** What was there before, rules that are switched off or rated otherwise, and capabilities that are provided from elsewhere. */
function acceptedLines(evidence: Evidence, paint: Paint): string[] {
  const { baseline, settings = [], required = [], trusted = [], trustedOrganizations = [] } = evidence;
  const accepted = acceptedItems(evidence);
  const structural = accepted.filter(({ acceptance }) => acceptance.by === 'cdk');
  const inBaseline = accepted.filter(({ acceptance }) => acceptance.by === 'baseline');
  const lines = (items: typeof accepted) => items.map((item) => `  ${paint('title', item.rule.id)}  ${item.rule.severity}, ${item.acceptance.accepts}  ${plain(nameOf(item))}`);
  const provided = required.filter(({ provision }) => provision);
  return [
    ...structuralLines(structural, paint),
    ...(baseline ? [paint('title', `IN THE BASELINE: ${inBaseline.length}`), ...lines(inBaseline), ...describeBaseline(baseline).map((text) => `  ${plain(text)}.`), ''] : []),
    ...(settings.length === 0 ? [] : [paint('title', 'SETTINGS OF RULES'), ...settings.flatMap((setting) => [
      `  ${paint('title', setting.rule)}  ${setting.severity ? `${setting.was} is ${setting.severity}` : `${setting.was}, switched off`}: ${plain(`${setting.reason} (${setting.source})`)}`,
      ...accepted.filter(({ acceptance, rule }) => acceptance.by === 'settings' && rule.id === setting.rule)
        .map((item) => `    ${paint('faint', plain(`${item.acceptance.accepts}  ${nameOf(item)}: ${describeAcceptance(item.acceptance)}`))}`),
    ]), '']),
    ...(provided.length === 0 ? [] : [paint('title', 'PROVIDED FROM ELSEWHERE'), ...provided.map(({ rule, provision }) => `  ${rule.capability}: ${plain(describeProvision(provision!))}`), '']),
    ...(trusted.length === 0 ? [] : [paint('title', 'TRUSTED ACCOUNTS'), ...trusted.map(({ account, source }) => `  ${account} (${plain(source)})`), '']),
    ...(trustedOrganizations.length === 0 ? [] : [
      paint('title', 'TRUSTED ORGANIZATIONS'), ...trustedOrganizations.map(({ organization, source }) => `  ${organization} (${plain(source)})`), '',
    ]),
  ];
}

/** What only other packs report, a line a fault. */
function packLines(evidence: Evidence, paint: Paint): string[] {
  const told = describePacks(evidence);
  if (!told) return [];
  return [paint('title', 'OTHER PACKS'), `  ${told}`, ...evidence.packs!.alone.map((fault) => `  ${plain(describeFault(fault))}`), ''];
}

function problemLines({ waiverProblems, waiversNotTried }: Evidence, paint: Paint): string[] {
  const notTried = waiversNotTried > 0 ? [`Waivers for rules that an audit does not run, of other packs or of threats: ${waiversNotTried}.`, ''] : [];
  if (waiverProblems.length === 0) return notTried;
  return [paint('high', 'WAIVERS THAT DO NOT COUNT'), ...waiverProblems.map((problem) => `  ${plain(describeProblem(problem))}`), '', ...notTried];
}

/** Warnings of the reader, and types that the verdicts say nothing about. What was not read is among the findings. */
function coverageLines({ templates, skipped, unreadable }: Evidence, paint: Paint): string[] {
  const warned = templates.flatMap(({ id, warnings }) => warnings.map((sentence) => `  ${plain(id)}: ${plain(sentence)}`));
  return [
    ...(unreadable.length > 0 ? [paint('high', 'NOT READ'), ...unreadable.map((sentence) => `  ${plain(sentence)}`), ''] : []),
    ...(warned.length > 0 ? [paint('title', 'WARNINGS'), ...warned, ''] : []),
    ...(skipped.length > 0 ? [paint('title', 'TYPES THAT NO RULE LOOKS AT'), `  ${plain(skipped.map(({ type, resources }) => `${type} (${resources})`).join(', '))}`, ''] : []),
  ];
}

/** What the verdicts below say nothing about. */
function frameworkLines({ framework }: Evidence): string[] {
  if (!framework) return [];
  const { id, name, version, controls, servedOnly } = framework;
  const open = controls.filter((control) => control.rules.length === 0).length;
  return [
    `${name} ${version}: rules serve ${controls.length - open} controls; ${servedOnly ? 'all others' : open} are not covered by a library.`,
    `cdk-zero-trust rules --framework ${id} tells which, and why.`, '',
  ];
}

/** What each stack is made of and costs before anybody uses it, and which of them are near what CloudFormation takes. */
function stackLines({ stacks }: Evidence, paint: Paint): string[] {
  return [
    paint('title', `STACKS: fixed cost a month at list prices of ${PRICES.region}, ${PRICES.asOf}`),
    ...stacks.flatMap(({ name, resources, fixed, budget }) => [
      `  ${plain(name)}: ${resources} ${resources === 1 ? 'resource' : 'resources'}, ${inUsd(fixed.monthlyUsd)}`,
      ...fixed.costs.map(({ type, count: many, monthlyUsd }) => `    ${paint('faint', plain(`${inUsd(monthlyUsd)}  ${type} (${many})`))}`),
      ...fixed.notPriced.map(({ type, count: many, why }) => `    not priced  ${plain(`${type} (${many}): ${why}`)}`),
      ...(budget ? [`    ${paint(budget.isOver ? 'high' : 'medium', plain(`${describeBudget(budget)}.`))}`] : []),
    ]),
    '',
  ];
}

function summaryLines({ templates, rules, items }: Evidence, open: EvidenceItem[]): string[] {
  const { pass, waived, baselined, off, structural } = count(items);
  const by = SEVERITIES.map((severity) => ({ severity, found: open.filter(({ rule }) => rule.severity === severity) }));
  return [
    `${templates.length} ${templates.length === 1 ? 'template' : 'templates'}, ${rules.length} rules, ${items.length} verdicts: ${pass} pass, ${tally(open)}${waived > 0 ? `, ${waived} waived` : ''}${baselined > 0 ? `, ${baselined} in the baseline` : ''}${structural > 0 ? `, ${structural} structural` : ''}${off > 0 ? `, ${off} of rules switched off` : ''}.`,
    ...by.filter(({ found }) => found.length > 0).map(({ severity, found }) => `  ${severity.padEnd(8)}  ${tally(found)}`),
  ];
}

function tally(items: EvidenceItem[]): string {
  const { fail, unknown } = count(items);
  return `${fail} fail, ${unknown} unknown`;
}
