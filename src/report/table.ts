import { PRICES } from './costs/fixed-price';
import { count, describeProblem, Evidence, EvidenceItem, nameOf, openItems, SEVERITIES, waivedItems } from './evidence';
import { describeBudget } from './resource-budget';
import { inUsd } from './stacks';
import { controlNames } from '../frameworks';
import type { Severity } from '../rules';

/** What stands before a finding: unknown is said as such, and counts as its rule's severity. */
const WORDS = { pass: 'passes ', fail: 'fails  ', unknown: 'unknown', waived: 'waived ' };
/** Codes that terminals take for bold, faint and colours. */
const STYLES = { title: '1', faint: '2', critical: '1;31', high: '1;31', medium: '1;33', low: '1;36' };

/** For people: what is open, by severity and rule, then what is waived, then the counts. */
export function writeTable(evidence: Evidence, colour = false): string {
  const paint: Paint = (style, text) => (colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
  const open = openItems(evidence);
  const groups = SEVERITIES.map((severity) => ({ severity, items: open.filter(({ rule }) => rule.severity === severity) }));
  const lines = [
    ...groups.filter(({ items }) => items.length > 0).flatMap(({ severity, items }) => [...groupLines(severity, items, evidence, paint), '']),
    ...waivedLines(evidence, paint),
    ...problemLines(evidence, paint),
    ...notJudgedLines(evidence, paint),
    ...frameworkLines(evidence),
    ...stackLines(evidence, paint),
    ...summaryLines(evidence, open),
  ];
  return `${lines.join('\n')}\n`;
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

function groupLines(severity: Severity, items: EvidenceItem[], { framework }: Evidence, paint: Paint): string[] {
  const byRule = new Map<EvidenceItem['rule'], EvidenceItem[]>();
  for (const item of items) byRule.set(item.rule, [...(byRule.get(item.rule) ?? []), item]);
  return [
    paint(severity, `${severity.toUpperCase()}: ${tally(items)}`),
    ...[...byRule].flatMap(([rule, found]) => [
      '',
      `  ${paint('title', rule.id)}  ${rule.title}`,
      ...found.flatMap((item) => [
        `    ${WORDS[item.verdict]}  ${plain(nameOf(item))}`,
        `             ${plain(`${item.finding}${item.value ? ` (seen: ${item.value})` : ''}`)}`,
      ]),
      `    ${paint('faint', `remediation: ${rule.remediation}`)}`,
      ...(framework ? [`    ${paint('faint', `controls: ${controlNames(rule, framework).join(', ')}`)}`] : []),
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

function problemLines({ waiverProblems, waiversNotTried }: Evidence, paint: Paint): string[] {
  const notTried = waiversNotTried > 0 ? [`Waivers for rules that an audit does not run, of other packs: ${waiversNotTried}.`, ''] : [];
  if (waiverProblems.length === 0) return notTried;
  return [paint('high', 'WAIVERS THAT DO NOT COUNT'), ...waiverProblems.map((problem) => `  ${plain(describeProblem(problem))}`), '', ...notTried];
}

function notJudgedLines({ templates }: Evidence, paint: Paint): string[] {
  const said = templates.flatMap(({ id, notJudged }) => notJudged.map((sentence) => `  ${plain(id)}: ${plain(sentence)}`));
  return said.length > 0 ? [paint('title', 'NOT JUDGED'), ...said, ''] : [];
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
  const { pass, waived } = count(items);
  const by = SEVERITIES.map((severity) => ({ severity, found: open.filter(({ rule }) => rule.severity === severity) }));
  return [
    `${templates.length} ${templates.length === 1 ? 'template' : 'templates'}, ${rules.length} rules, ${items.length} verdicts: ${pass} pass, ${tally(open)}${waived > 0 ? `, ${waived} waived` : ''}.`,
    ...by.filter(({ found }) => found.length > 0).map(({ severity, found }) => `  ${severity.padEnd(8)}  ${tally(found)}`),
  ];
}

function tally(items: EvidenceItem[]): string {
  const { fail, unknown } = count(items);
  return `${fail} fail, ${unknown} unknown`;
}

/** Templates are anybody's text: nothing in them may steer a terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
