import { CustomRule, expressionOf } from './expression';
import type { ManagedRule } from './managed-rules';

/** Source: AWS Config API reference, PutConformancePack, and developer guide, "Service Limits". */
export const PACK_LIMITS = { templateBytes: 51_200, rules: 130, policyTextCharacters: 10_000 };

const HEAD = 'Resources:\n';

/** The templates of conformance packs for rules of ours, as few as the limits of AWS Config allow. */
export function packTemplates(ruleIds: string[]): string[] {
  const packs: string[][] = [];
  let bytes = 0;
  for (const text of entriesOf(ruleIds)) {
    const size = Buffer.byteLength(text);
    const last = packs[packs.length - 1];
    if (last && bytes + size <= PACK_LIMITS.templateBytes && last.length < PACK_LIMITS.rules) {
      last.push(text);
      bytes += size;
    } else {
      packs.push([text]);
      bytes = HEAD.length + size;
    }
  }
  return packs.map((entries) => HEAD + entries.join(''));
}

/** Managed rules stand in for several of ours: each is there once. */
function entriesOf(ruleIds: string[]): string[] {
  const managed = new Map<string, { readonly rule: ManagedRule; readonly standsFor: string[] }>();
  const custom: string[] = [];
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

function customEntry(ruleId: string, { type, text }: CustomRule, isOneOfSeveral: boolean): string {
  const name = isOneOfSeveral ? `${ruleId}-${type.replace('AWS::', '').replace('::', '-')}` : ruleId;
  return entry(name, `${ruleId} of cdk-zero-trust, for ${type}`, [
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

function managedEntry({ identifier, parameters }: ManagedRule, standsFor: string[]): string {
  const name = identifier.toLowerCase().replace(/_/g, '-');
  return entry(name, `${standsFor.join(', ')} of cdk-zero-trust`, [
    ...parameters ? [`InputParameters: { ${Object.entries(parameters).map(([key, value]) => `${key}: ${quoted(value)}`).join(', ')} }`] : [],
    `Source: { Owner: AWS, SourceIdentifier: ${identifier} }`,
  ]);
}

function entry(name: string, description: string, properties: string[]): string {
  return [
    `  ${name.replace(/[^A-Za-z0-9]/g, '')}:`,
    '    Type: AWS::Config::ConfigRule',
    '    Properties:',
    ...[`ConfigRuleName: ${name}`, `Description: ${quoted(description)}`, ...properties].map((line) => `      ${line}`),
    '',
  ].join('\n');
}

/** A text of JSON is one of YAML. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
