import { Chunks, jsonDocument, Lazily, mapped } from './chunks';
import { PRICES } from './costs/fixed-price';
import { count, Evidence, EvidenceWaiver, notJudged } from './evidence';
import { escapeJson } from './plain-text';
import type { StackSummary } from './stacks';
import type { Tool } from './writer';
import { controlNames, Framework } from '../frameworks';
import type { Rule } from '../rules';

/** Changes its first number when something is removed or changes its meaning, the second when something is added. */
export const SCHEMA_VERSION = '1.7';

/** Every verdict, passes included. The same templates give the same bytes. */
export function writeJson(evidence: Evidence, tool: Tool): Chunks {
  const { templates, rules, items, stacks, framework, waiverProblems, waiversNotTried } = evidence;
  const { unreadable, skipped, settings, required, trusted, baseline, packs } = evidence;
  const left = notJudged(evidence);
  const report = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    summary: count(items),
    templates: templates.map((template) => {
      const { id, name, templatePath, sha256, warnings } = template;
      return { id, stack: name, path: templatePath, sha256, notJudged: left.get(template), warnings };
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
    baseline,
    packs,
    evidence: Lazily.of(items, ({
      rule, template, logicalId, type, constructPath, verdict, value, finding, waiver, acceptance, baselineState, alsoReportedBy,
    }) => ({
      rule: rule.id,
      severity: rule.severity,
      stack: template.name,
      template: template.id,
      sha256: template.sha256,
      logicalId,
      type,
      constructPath,
      verdict,
      value,
      finding,
      waiver: waiver && describeWaiver(waiver),
      acceptance,
      baselineState,
      alsoReportedBy,
      controls: controlNames(rule, framework),
    })),
  };
  return mapped(jsonDocument(report), escapeJson);
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
