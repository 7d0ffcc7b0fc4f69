import { writeFileSync } from 'fs';
import { join } from 'path';
import { controlNames } from '../src/frameworks';
import { CAPABILITIES, COVERAGE, Rule, RULES } from '../src/rules';

const LEVEL = { critical: 'fails', high: 'fails', medium: 'warns', low: 'warns' };

/** RULES.md: every rule, from its code. */
export function rulesPage(): string {
  return [
    '# Rules',
    '',
    '<!-- Made from src/rules by `npx tsx scripts/rules-md.ts`. -->',
    '',
    `${RULES.length} rules over the synthesised templates. Severity critical and high fails synthesis, medium and low warns. A value that is not`,
    'known before deployment counts as a finding. Acknowledge a finding on the construct that has it, by `ZeroTrust::<id>`.',
    '',
    'A structural acknowledgement of a construct whose rule does not pass is reported as `ZT-ACKNOWLEDGEMENT`, and nothing acknowledges that.',
    '',
    '| id | what holds | severity | resources |',
    '|---|---|---|---|',
    ...RULES.map(({ id, title, severity, types }) => `| [${id}](#${id.toLowerCase()}) | ${cell(title)} | ${severity} | ${types.map((type) => type.slice('AWS::'.length)).join(', ')} |`),
    '',
    ...RULES.flatMap(section),
    '## What was not read',
    '',
    'No rule sees what only deployment makes. The audit and `ZeroTrust.enforce` tell it as findings of their own, which serve no control. Acknowledge one'
    + ' that no resource has on its stack; `audit --allow-not-judged` lets all of them pass.',
    '',
    ...COVERAGE.flatMap(section),
    '## What must exist',
    '',
    'Findings on capabilities that `ZeroTrust.enforce({ required })` or `audit --require` asks for: see docs/capabilities.md.',
    '',
    ...CAPABILITIES.flatMap(section),
  ].join('\n');
}

function section(rule: Rule): string[] {
  const { id, title, severity, types, rationale, remediation } = rule;
  return [
    `## ${id}`,
    '',
    `**${title}.** ${severity[0].toUpperCase()}${severity.slice(1)}: ${LEVEL[severity]}.`,
    '',
    `- Looks at: ${types.map((type) => `\`${type}\``).join(', ')}`,
    `- Why: ${rationale}`,
    `- Remediation: ${remediation}`,
    ...(controlNames(rule).length > 0 ? [`- Controls: ${controlNames(rule).join('; ')}`] : []),
    '',
  ];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'RULES.md'), rulesPage());
