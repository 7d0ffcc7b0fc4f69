import { Chunks, jsonDocument, Lazily, ObjectParts, once, Written } from './chunks';
import { PRICES } from './costs/fixed-price';
import { count, Evidence, EvidenceItem, EvidenceWaiver, notJudged } from './evidence';
import type { Found } from './evidence-item';
import { isLarge } from './large';
import type { StackSummary } from './stacks';
import type { Tool } from './writer';
import { controlNames, Framework } from '../frameworks';
import type { ReadTemplate } from '../model/read-templates';
import type { Rule } from '../rules';

/** Changes its first number when something is removed or changes its meaning, the second when something is added. */
export const SCHEMA_VERSION = '1.10';

/** Every verdict, passes included, on one line when there are many. The same templates give the same bytes. */
export function writeJson(evidence: Evidence, tool: Tool): Chunks {
  const { templates, rules, items, stacks, framework, waiverProblems, waiversNotTried } = evidence;
  const { unreadable, skipped, settings, required, trusted, trustedOrganizations, baseline, packs } = evidence;
  const [left, isDense] = [notJudged(evidence), isLarge(evidence)];
  const report = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    notForProduction: evidence.notForProduction,
    summary: count(items),
    templates: templates.map((template) => {
      const { id, name, templatePath, sha256, files, warnings } = template;
      return { id, stack: name, path: templatePath, sha256, files, notJudged: left.get(template), warnings };
    }),
    unreadable,
    typesThatNoRuleLooksAt: skipped,
    prices: PRICES,
    stacks: stacks.map(describeStack),
    framework,
    rules: rules.map((rule) => describeRule(rule, framework)),
    waiverProblems,
    waiversNotTried,
    settings,
    required: required?.map(({ rule, provision }) => ({ capability: rule.capability, rule: rule.id, providedBy: provision })),
    trustedAccounts: trusted,
    trustedOrganizations,
    baseline,
    packs,
    manualControls: evidence.manualControls?.map(({ resource: { stack, logicalId }, ...control }) => ({ template: stack.id, logicalId, ...control })),
    evidence: Lazily.of(items, verdictWriter(isDense, framework)),
  };
  return jsonDocument(report, isDense);
}

/** Where entries of the list stand. */
const INDENT = '    ';

/** Puts together what is written once for a rule, a template, and what a rule found; verdicts come rule by rule. */
function verdictWriter(isDense: boolean, framework?: Framework): (item: EvidenceItem) => Written {
  const parts = new ObjectParts(isDense, INDENT);
  const written = (object: object) => parts.of(object);
  const ofRule = once((rule: Rule) => ({
    begin: written({ rule: rule.id, severity: rule.severity }), controls: written({ controls: controlNames(rule, framework) }),
  }));
  const ofTemplate = once((template: ReadTemplate) => written({ stack: template.name, template: template.id, sha256: template.sha256 }));
  const wordsOf = ({ verdict, value, finding, waiver, acceptance, baselineState, alsoReportedBy }: Found) => (
    written({ verdict, value, finding, waiver: waiver && describeWaiver(waiver), acceptance, baselineState, alsoReportedBy }));
  let [ofFound, last]: [typeof wordsOf, Rule | undefined] = [once(wordsOf), undefined];
  return ({ rule, found, resource: { template, logicalId, type, constructPath } }) => {
    if (rule !== last) [ofFound, last] = [once(wordsOf), rule]; // kept no longer than it is of use
    const { begin, controls } = ofRule(rule);
    return parts.together(begin, ofTemplate(template), written({ logicalId, type, constructPath }), ofFound(found), controls);
  };
}

/** What a rule says of itself, and which controls it serves, as data. */
export function describeRule(rule: Rule, framework?: Framework) {
  const { id, title, severity, types, rationale, remediation } = rule;
  return { id, title, severity, types, rationale, remediation, controls: controlNames(rule, framework) };
}

function describeStack({ name, template, resources, fixed, budget }: StackSummary) {
  const { monthlyUsd: fixedMonthlyUsd, costs, notPriced } = fixed;
  return { name, template, resources, fixedMonthlyUsd, costs, notPriced, resourceBudget: budget };
}

function describeWaiver({ accepts, owner, reason, ticket, expires, source }: EvidenceWaiver): Omit<EvidenceWaiver, 'rule'> {
  return { accepts, owner, reason, ticket, expires, source };
}
