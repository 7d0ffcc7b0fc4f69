import { writeFileSync } from 'fs';
import { join } from 'path';
import { FRAMEWORKS } from '../src/frameworks';
import { expressionOf } from '../src/frameworks/conformance/expression';
import { GUARD_RULES } from '../src/frameworks/conformance/guard-rules';
import { ITEMS } from '../src/frameworks/conformance/items';
import { packTemplates } from '../src/frameworks/conformance/packs';
import { Rule, RULES } from '../src/rules';

/** docs/conformance.md: how AWS Config evaluates each rule, and what that proves. */
export function conformancePage(): string {
  const expressions = RULES.map(({ id }) => expressionOf(id)!);
  const [custom, managed, not] = [
    expressions.filter((one) => one.custom.length > 0), expressions.filter((one) => one.managed.length > 0), expressions.filter((one) => one.reason),
  ];
  return [
    '# Conformance packs',
    '',
    '<!-- Made from src/frameworks/conformance by `npx tsx scripts/conformance-md.ts`. -->',
    '',
    '`ComplianceBaseline` deploys conformance packs that are made from the rules of this library, so that AWS Config keeps asking after deployment what',
    '`audit` asked before. Each of the rules is expressed in one of three ways:',
    '',
    '| expressed as | rules | what it is |',
    '|---|--:|---|',
    `| custom | ${custom.length} | a custom policy rule in CloudFormation Guard, for each type that AWS Config records |`,
    `| managed | ${managed.length} | managed rules of AWS that look at the same; where they see less or more is said below |`,
    `| none | ${not.length} | not expressible, with the reason |`,
    '',
    `${Object.keys(GUARD_RULES).length} rules have a text of Guard over templates as well, for an \`AWS::CloudFormation::GuardHook\`: those whose types AWS Config does not record are among them.`,
    '',
    '## What is proved',
    '',
    'A rule is written once, as what it asks of the properties of a type. Both texts are made from that: over templates, and over configuration items,',
    `whose names for ${Object.keys(ITEMS).length} types are in a table (\`src/frameworks/conformance/items.ts\`).`,
    '',
    '- **Templates.** `cfn-guard` evaluates the first text on every test case of the rule and on every mutant that the [mutation suite](mutation.md) makes of',
    '  them, disguised ones included. The verdict is the same as the rule\'s on each: no disagreement is accepted. CloudFormation\'s functions are resolved before, in every',
    '  combination of conditions, as CloudFormation resolves them for a Hook; a value that is not known before deployment stays unknown, and Guard fails closed on it',
    '  wherever the rule does.',
    '- **Configuration items.** The second text is evaluated by the same program on items made from the same mutants through the table of names. This proves that',
    '  text and table fit together. It does not prove that AWS Config records a property under the name in the table, nor when: that is taken from the schema that',
    '  AWS publishes and from the API reference. What Config records under another name, or not yet, is absent to the text: a rule that needs the property finds the',
    '  resource noncompliant, and one that lets it be absent, because its default is secure, finds it compliant whatever its value is.',
    '- AWS Config runs Guard 2; the oracle is Guard 3.1.1. The texts use no operator that Guard 2 lacks.',
    '',
    '## Packs',
    '',
    'A pack has at most 130 rules and 51,200 bytes, so some frameworks take several. AWS Config bills each evaluation of a rule of a pack, 0.001 USD.',
    '',
    '| framework | packs | rules of AWS Config |',
    '|---|--:|--:|',
    ...[{ name: 'all rules', ids: RULES.map(({ id }) => id) }, ...FRAMEWORKS.map(({ name, controls }) => ({ name, ids: [...new Set(controls.flatMap(({ rules }) => rules))] }))].map(packRow),
    '',
    '## Rules',
    '',
    '| rule | about | expressed as | how |',
    '|---|---|---|---|',
    ...RULES.map(row),
    '',
  ].join('\n');
}

function packRow({ name, ids }: { readonly name: string; readonly ids: string[] }): string {
  const packs = packTemplates(ids);
  return `| ${name} | ${packs.length} | ${packs.reduce((sum, pack) => sum + pack.split('Type: AWS::Config::ConfigRule').length - 1, 0)} |`;
}

function row({ id, title }: Rule): string {
  const { custom, withoutItems, managed, differs, reason } = expressionOf(id)!;
  const kind = custom.length > 0 ? 'custom' : managed.length > 0 ? 'managed' : 'none';
  const how = custom.length > 0 ? [
    custom.map(({ type }) => `\`${type}\``).join(', '), ...withoutItems.length > 0 ? [`Not recorded as needed: ${withoutItems.map((type) => `\`${type}\``).join(', ')}.`] : [],
  ].join('. ') : managed.length > 0 ? `${managed.map(({ identifier }) => `\`${identifier}\``).join(', ')}. ${differs}` : reason!;
  const inHook = custom.length === 0 && id in GUARD_RULES ? ' A text over templates exists.' : '';
  return `| [${id}](../RULES.md#${id.toLowerCase()}) | ${title.replace(/\|/g, '\\|')} | ${kind} | ${how}${inHook} |`;
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'docs', 'conformance.md'), conformancePage());
