import type { NamedTemplate } from './compare-templates';
import { ProofError } from './proof-error';
import { bindingsOf, BoundTemplate, requireStack, StackChoice } from './stack-binding';
import { AttestedWaiver, PREDICATE_TYPE, Predicate, STATEMENT_TYPE, Statement, Subject, TEMPLATE_DIGEST } from './statement';
import { sha256, templateDigest } from './template-digest';
import { isObject, JsonObject, own } from '../model/json';

const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/** A template, and where the app deploys it. */
export interface AttestedTemplate extends NamedTemplate, BoundTemplate {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly account?: string;
  readonly region?: string;
}

export interface AttestInput {
  readonly templates: AttestedTemplate[];
  /** The text of the report in JSON, and its name. */
  readonly report: string;
  readonly reportName: string;
  readonly failOn: string;
  /** For templates of no account: which one they are attested for. */
  readonly account?: string;
  /** For template files, which name no stack. */
  readonly choice?: StackChoice;
  readonly tool: { readonly name: string; readonly version: string };
  readonly now: Date;
  readonly gate?: string;
  readonly gateName?: string;
  /** What the gate judged, where that is another assembly: the one that was signed into this one. */
  readonly gated?: readonly Pick<AttestedTemplate, 'id' | 'sha256'>[];
  /** The text of the manifest of signed code. */
  readonly signedCode?: string;
}

/**
 * What is attested. Throws a `ProofError` where the report is of other templates, or where it, or the gate, has not passed: there is no
 * attestation of a failure that a reader could take for one of a pass.
 */
export function statementOf(input: AttestInput): Statement {
  const { templates, reportName, tool, now, failOn, gate, signedCode, choice = {} } = input;
  const bindings = bindingsOf(templates, choice);
  requireStack(templates, choice);
  const report = readReport(input);
  requireSameTemplates(report, templates, reportName);
  requirePassed(report, failOn, reportName);
  if (gate !== undefined) requirePassedGate(gate, input.gateName ?? 'gate', input.gated ?? templates);
  const rules = listOf(report, 'rules');
  const predicate: Predicate = {
    result: 'PASSED',
    attestedAt: now.toISOString(),
    tool,
    ruleSet: {
      version: String(own(own(report, 'tool'), 'version')),
      rules: rules.length,
      digest: { sha256: sha256(JSON.stringify(rules.map((rule) => [own(rule, 'id'), own(rule, 'severity')]))) },
    },
    failOn,
    report: { schemaVersion: String(report.schemaVersion), digest: { sha256: sha256(input.report) } },
    verdicts: report.summary as Record<string, number>,
    waivers: listOf(report, 'evidence').flatMap(waiverIn),
    ...gate === undefined ? {} : { gate: { digest: { sha256: sha256(gate) } } },
    ...signedCode === undefined ? {} : { signedCode: { digest: { sha256: sha256(signedCode) } } },
  };
  const subject = templates.map((template) => subjectOf(template, bindings.get(template.id), input.account));
  return { _type: STATEMENT_TYPE, subject, predicateType: PREDICATE_TYPE, predicate };
}

function subjectOf({ id, text, sha256: bytes, account, region, isEmbedded }: AttestedTemplate, binding: Subject['annotations'] = {}, otherwise?: string): Subject {
  return {
    name: id,
    digest: { sha256: bytes, [TEMPLATE_DIGEST]: templateDigest(text, id) },
    // what stands in another template has the digest of that one, which is bound to its own place
    annotations: isEmbedded ? {} : { ...binding, account: account ?? otherwise, region },
  };
}

function readReport({ report, reportName }: AttestInput): JsonObject {
  try {
    const json: unknown = JSON.parse(report);
    if (isObject(json) && typeof json.schemaVersion === 'string' && isObject(json.summary) && isObject(json.tool)) return json;
  } catch { /* told below */ }
  throw new ProofError(reportName, 'BadReport', 'it is no report in JSON.', 'write it with cdk-zero-trust audit cdk.out --format json --output report.json.');
}

function requireSameTemplates(report: JsonObject, templates: AttestedTemplate[], name: string): void {
  const judged = new Map(listOf(report, 'templates').map((template) => [own(template, 'id'), own(template, 'sha256')]));
  const other = templates.filter(({ id, sha256: bytes }) => judged.get(id) !== bytes).map(({ id }) => id);
  const left = [...judged.keys()].filter((id) => !templates.some((template) => template.id === id));
  if (other.length + left.length === 0 && templates.length > 0) return;
  throw new ProofError(name, 'OtherTemplates', `it is not of these templates: ${[...other, ...left].join(', ') || 'there are none'}.`,
    'audit the assembly again, then attest it.');
}

function requirePassed(report: JsonObject, failOn: string, name: string): void {
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const open = listOf(report, 'evidence').filter((item) => {
    const severity = own(item, 'severity');
    // what it does not know is no pass
    const isClosed = ['pass', 'waived', 'baselined', 'off', 'structural'].includes(String(own(item, 'verdict')));
    return !isClosed && (failing.includes(String(severity)) || !SEVERITIES.includes(String(severity)));
  });
  const stops: [number, string][] = [
    [open.length, `findings open at or over ${failOn}`], [listOf(report, 'waiverProblems').length, 'waivers that do not count'],
    [listOf(report, 'unreadable').length, 'files that could not be read'], [own(report, 'notForProduction') === undefined ? 0 : 1, 'reason why it is not for production'],
  ];
  const why = stops.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  if (why.length > 0) throw new NotPassed(name, 'NotPassed', `the report has ${why.join(', ')}.`, 'follow its remediations, and audit again.');
  if (listOf(report, 'evidence').length === 0) throw new NotPassed(name, 'NotPassed', 'the report judged nothing.', 'audit the assembly with rules.');
}

/** What may not be attested, in difference to what cannot be. */
export class NotPassed extends ProofError {}

/** The manifest of a gate has a verdict, and the templates that it is about. */
function requirePassedGate(gate: string, name: string, templates: readonly Pick<AttestedTemplate, 'id' | 'sha256'>[]): void {
  let json: unknown;
  try {
    json = JSON.parse(gate);
  } catch {
    throw new ProofError(name, 'BadGate', 'it is no JSON.', 'name the file that the gate wrote.');
  }
  const judged = new Set((isObject(json) ? listOf(json, 'templates') : []).map((template) => own(template, 'sha256')));
  const other = templates.find((template) => !judged.has(template.sha256));
  if (other) throw new ProofError(name, 'OtherTemplates', `the gate did not judge ${other.id} as it is.`, 'run the gate on this assembly.');
  if (own(json, 'verdict') !== 'pass') throw new NotPassed(name, 'NotPassed', 'the gate has not passed.', 'follow its remediations, and run it again.');
}

function waiverIn(item: unknown): AttestedWaiver[] {
  const waiver = own(item, 'waiver');
  if (!isObject(waiver)) return [];
  const resource = own(item, 'constructPath') ?? `${String(own(item, 'template'))}/${String(own(item, 'logicalId'))}`;
  return [{
    rule: String(own(item, 'rule')),
    resource: String(resource),
    owner: String(waiver.owner),
    ticket: String(waiver.ticket),
    ...typeof waiver.expires === 'string' ? { expires: waiver.expires } : {},
  }];
}

function listOf(json: JsonObject, key: string): unknown[] {
  const list = own(json, key);
  return Array.isArray(list) ? list : [];
}
