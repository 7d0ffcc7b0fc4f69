import { createHash } from 'crypto';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import { describeBaseline } from './baseline';
import { Chunks, jsonDocument, Lazily } from './chunks';
import { describeAcceptance, describeProblem, Evidence, EvidenceItem, isOpen, nameOf, notJudged } from './evidence';
import { HOME, rulePage } from './home';
import { isLarge } from './large';
import { alsoReported, describeFault, describePacks } from './packs/pack-faults';
import type { SourceLine } from './source-line';
import { resourceLines } from './template-lines';
import { templateUri } from './template-uri';
import { trustedLines } from './trusted';
import type { Tool } from './writer';
import { controlNames, Framework } from '../frameworks';
import type { ReadTemplate } from '../model/read-templates';
import type { Rule, Severity } from '../rules';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<Severity, string>;
/** How GitHub code scanning ranks: from 9 critical, from 7 high, from 4 medium. */
const SECURITY_SEVERITY: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };
/** GitHub refuses rules with more. The text of the help has all controls. */
const MAX_TAGS = 20;
/** What paths of source are relative to, as viewers know it. */
const ROOT = '%SRCROOT%';

/**
 * SARIF 2.1.0 of what is open, and of what is waived, as suppressed. An unknown has the level of its rule as a failure has: tools that
 * hide the rest must not hide it.
 */
export function writeSarif(evidence: Evidence, tool: Tool): Chunks {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: tool.name, toolDriverVersion: tool.version });
  run.run.tool.driver.informationUri = HOME;
  run.run.columnKind = 'utf16CodeUnits';
  // GitHub replaces results of the same category only
  run.run.automationDetails = { id: `${[tool.name, ...evidence.framework ? [evidence.framework.id] : []].join('/')}/` };
  run.run.originalUriBaseIds = { [ROOT]: { description: { text: 'The root of the repository.' } } };
  run.run.invocations = [{
    executionSuccessful: evidence.unreadable.length === 0,
    toolExecutionNotifications: notifications(evidence),
    toolConfigurationNotifications: problems(evidence),
  }];
  for (const rule of evidence.rules) run.addRule(describe(rule, evidence.framework));

  const items = evidence.items.filter((each) => isOpen(each) || each.waiver !== undefined || each.acceptance !== undefined);
  const places = new Map<ReadTemplate, Place>();
  const sources = new Set<string>();
  const listed = new Set<string>();
  // the builder lists files as artifacts by one result of each; all results together are made as they are written
  for (const item of items) {
    if (!places.has(item.template)) places.set(item.template, placeOf(item.template));
    const place = places.get(item.template)!;
    const uri = item.source ? uriOf(item.source) : place.uri;
    if (item.source) sources.add(uri);
    if (!listed.has(uri)) run.addResult(result(item, place));
    listed.add(uri);
  }
  const builder = new SarifBuilder();
  builder.log.$schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  builder.addRun(run);
  const log = builder.buildSarifOutput();
  const artifacts = new Map(log.runs[0].artifacts!.map(({ location }, index) => [location!.uri, index]));
  for (const { location } of log.runs[0].artifacts ?? []) if (sources.has(location!.uri!)) location!.uriBaseId = ROOT;
  const rules = new Map(evidence.rules.map(({ id }, index) => [id, index]));
  const results = Lazily.of(items, (item) => {
    const place = places.get(item.template)!;
    const made = result(item, place).result;
    made.ruleIndex = rules.get(item.rule.id);
    made.locations![0].physicalLocation!.artifactLocation!.index = artifacts.get(item.source ? uriOf(item.source) : place.uri);
    return made;
  });
  return jsonDocument({ ...log, runs: log.runs.map((each) => ({ ...each, results })) }, isLarge(evidence));
}

function uriOf({ file }: SourceLine): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

/** The file of a template, and where resources begin in it. */
interface Place {
  readonly uri: string;
  readonly lines: Map<string, number>;
}

function placeOf({ templatePath, text }: ReadTemplate): Place {
  return { uri: templateUri(templatePath), lines: resourceLines(text) };
}

function describe(rule: Rule, framework?: Framework): SarifRuleBuilder {
  const { id, title, severity, rationale, remediation } = rule;
  const controls = controlNames(rule, framework);
  const serves = controls.length > 0 ? [`Controls: ${controls.join(', ')}`] : [];
  const builder = new SarifRuleBuilder().initSimple({ ruleId: id, shortDescriptionText: title, fullDescriptionText: rationale });
  builder.rule.help = {
    text: [`${rationale} ${remediation}`, ...serves.map((text) => `${text}.`)].join(' '),
    markdown: [rationale, `**Remediation:** ${remediation}`, ...serves.map((text) => text.replace('Controls:', '**Controls:**'))].join('\n\n'),
  };
  builder.rule.helpUri = rulePage(id);
  builder.rule.defaultConfiguration = { level: LEVELS[severity] };
  builder.rule.properties = { 'security-severity': SECURITY_SEVERITY[severity], 'tags': ['security', ...controls].slice(0, MAX_TAGS) };
  return builder;
}

function result(item: EvidenceItem, { uri, lines }: Place): SarifResultBuilder {
  const { rule, template, logicalId, type, constructPath, source, verdict, value, finding, waiver, acceptance, baselineState } = item;
  const name = nameOf(item);
  const builder = new SarifResultBuilder().initSimple({
    level: LEVELS[rule.severity],
    messageText: `${name}: ${((waiver ?? acceptance)?.accepts ?? verdict) === 'unknown' ? 'unknown, ' : ''}${finding}${value ? ` (seen: ${value})` : ''}${alsoReported(item) ? `; ${alsoReported(item)}` : ''}.`,
    ruleId: rule.id,
    fileUri: source ? uriOf(source) : uri,
  });
  const line = lines.get(item.declaredAs);
  const startLine = source?.line ?? line;
  if (startLine !== undefined) builder.setLocationRegion({ startLine });
  if (source) {
    builder.result.locations![0].physicalLocation!.artifactLocation!.uriBaseId = ROOT;
    builder.result.relatedLocations = [{
      physicalLocation: { artifactLocation: { uri }, ...line === undefined ? {} : { region: { startLine: line } } }, message: { text: 'in the template' },
    }];
  }
  builder.result.locations![0].logicalLocations = [{ name: logicalId, fullyQualifiedName: name, kind: 'resource' }];
  builder.result.partialFingerprints = {
    'resource/v1': createHash('sha256').update(`${rule.id}\n${template.name}\n${logicalId}`).digest('hex'),
    ...source ? { primaryLocationLineHash: source.hash } : {},
  };
  if (baselineState) builder.result.baselineState = baselineState;
  if (acceptance?.by === 'settings' || acceptance?.by === 'cdk') {
    builder.result.suppressions = [{ kind: 'external', status: 'accepted', justification: describeAcceptance(acceptance) }];
  }
  if (waiver) {
    const { reason, owner, ticket, expires, source: origin } = waiver;
    const justification = `${reason} Waived by ${owner} until ${expires}, ${ticket}.`;
    builder.result.suppressions = [{ kind: 'external', status: 'accepted', justification, properties: { owner, reason, ticket, expires, source: origin } }];
  }
  builder.result.properties = {
    verdict,
    value,
    stack: template.name,
    logicalId,
    type,
    constructPath,
    templateSha256: template.sha256,
    baselineUntil: acceptance?.until,
    alsoReportedBy: item.alsoReportedBy,
  };
  return builder;
}

function problems({ notForProduction, waiverProblems, baseline, settings = [], trusted, trustedOrganizations }: Evidence) {
  const told = [
    ...(notForProduction === undefined ? [] : [notForProduction]),
    ...(baseline ? describeBaseline(baseline) : []),
    ...settings.map(({ rule, was, severity, reason, source }) => `${rule} (${was}) is ${severity ? `rated ${severity}` : 'switched off'} by ${source}: ${reason}`),
    ...trustedLines(trusted, trustedOrganizations),
  ];
  return [
    ...waiverProblems.map((problem) => ({ level: 'error' as const, message: { text: describeProblem(problem) } })),
    ...told.map((text) => ({ level: 'warning' as const, message: { text: `${text}.` } })),
  ];
}

function notifications(evidence: Evidence) {
  const unread = evidence.unreadable.map((text) => ({ level: 'error' as const, message: { text } }));
  const left = notJudged(evidence);
  const told = describePacks(evidence);
  const faults = (evidence.packs?.alone ?? []).map((fault) => `${describeFault(fault)}.`);
  const ofPacks = [...told ? [told] : [], ...faults].map((text) => ({ level: 'note' as const, message: { text } }));
  return [...unread, ...ofPacks, ...evidence.templates.flatMap((template) => [...template.warnings, ...left.get(template)!].map((sentence) => ({
    level: 'warning' as const, message: { text: `${template.id}: ${sentence}` },
  })))];
}
