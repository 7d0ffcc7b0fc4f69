import { CustomRule, expressionOf } from './expression';
import type { ManagedRule } from './managed-rules';

/** Source: AWS Config API reference, PutConformancePack, and developer guide, "Service Limits". */
export const PACK_LIMITS = { templateBytes: 51_200, rules: 130, policyTextCharacters: 10_000 };

const HEAD = 'Resources:\n';

/** A rule of AWS Config in a pack. */
interface Entry {
  readonly name: string;
  /** The rules of ours that it evaluates. */
  readonly standsFor: string[];
  readonly text: string;
}

/** A conformance pack: its template, and which rules of ours each of its rules of AWS Config evaluates, by the name that it has in the template. */
export interface Pack {
  readonly template: string;
  readonly rules: Record<string, string[]>;
}

/** The conformance packs for rules of ours, as few as the limits of AWS Config allow. */
export function packsFor(ruleIds: string[]): Pack[] {
  const packs: Entry[][] = [];
  let bytes = 0;
  for (const one of entriesOf(ruleIds)) {
    const size = Buffer.byteLength(one.text);
    const last = packs[packs.length - 1];
    if (last && bytes + size <= PACK_LIMITS.templateBytes && last.length < PACK_LIMITS.rules) {
      last.push(one);
      bytes += size;
    } else {
      packs.push([one]);
      bytes = HEAD.length + size;
    }
  }
  return packs.map((entries) => ({
    template: HEAD + entries.map(({ text }) => text).join(''),
    rules: Object.fromEntries(entries.map(({ name, standsFor }) => [name, standsFor])),
  }));
}

/** Their templates. */
export function packTemplates(ruleIds: string[]): string[] {
  return packsFor(ruleIds).map(({ template }) => template);
}

/** Managed rules stand in for several of ours: each is there once. */
function entriesOf(ruleIds: string[]): Entry[] {
  const managed = new Map<string, { readonly rule: ManagedRule; readonly standsFor: string[] }>();
  const custom: Entry[] = [];
  for (const ruleId of [...ruleIds].sort()) {
    const expression = expressionOf(ruleId);
    expression?.custom.forEach((rule) => custom.push(customEntry(ruleId, rule, expression.custom.length > 1)));
    for (const rule of expression?.managed ?? []) {
      const key = JSON.stringify(rule);
      managed.set(key, { rule, standsFor: [...managed.get(key)?.standsFor ?? [], ruleId] });
    }
  }
  return [...custom, ...[...managed.values()].map(({ rule, standsFor }) => managedEntry(rule, standsFor))];
}

function customEntry(ruleId: string, { type, text }: CustomRule, isOneOfSeveral: boolean): Entry {
  const name = isOneOfSeveral ? `${ruleId}-${type.replace('AWS::', '').replace('::', '-')}` : ruleId;
  return entry(name, [ruleId], `${ruleId} of cdk-zero-trust, for ${type}`, [
    `Scope: { ComplianceResourceTypes: [${quoted(type)}] }`,
    'Source:',
    '  Owner: CUSTOM_POLICY',
    '  SourceDetails:',
    '  - { EventSource: aws.config, MessageType: ConfigurationItemChangeNotification }',
    '  - { EventSource: aws.config, MessageType: OversizedConfigurationItemChangeNotification }',
    '  CustomPolicyDetails:',
    '    PolicyRuntime: guard-2.x.x',
    '    PolicyText: |',
    ...text.split('\n').map((line) => `      ${line}`),
  ]);
}

function managedEntry({ identifier, parameters }: ManagedRule, standsFor: string[]): Entry {
  const name = identifier.toLowerCase().replace(/_/g, '-');
  return entry(name, standsFor, `${standsFor.join(', ')} of cdk-zero-trust`, [
    ...parameters ? [`InputParameters: { ${Object.entries(parameters).map(([key, value]) => `${key}: ${quoted(value)}`).join(', ')} }`] : [],
    `Source: { Owner: AWS, SourceIdentifier: ${identifier} }`,
  ]);
}

function entry(name: string, standsFor: string[], description: string, properties: string[]): Entry {
  const text = [
    `  ${name.replace(/[^A-Za-z0-9]/g, '')}:`,
    '    Type: AWS::Config::ConfigRule',
    '    Properties:',
    ...[`ConfigRuleName: ${name}`, `Description: ${quoted(description)}`, ...properties].map((line) => `      ${line}`),
    '',
  ].join('\n');
  return { name, standsFor, text };
}

/** A text of JSON is one of YAML. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
