import { writeFileSync } from 'fs';
import { join } from 'path';
import { Control, Framework, FRAMEWORKS } from '../src/frameworks';

/** docs/coverage.md: for each framework which controls rules serve, and why the others are not covered. */
export function coveragePage(): string {
  return [
    '# Coverage of frameworks',
    '',
    '<!-- Made from src/frameworks by `npx tsx scripts/coverage-md.ts`. -->',
    '',
    'A rule that serves a control gives evidence for it. It does not make an organisation compliant: what a library cannot show is said for',
    'each control. "The rest" is what its rules leave open. The mapping of rules to controls is ours, made from the lists of the publishers; for',
    'NIST 800-53 and PCI DSS, what AWS relates to controls of Security Hub came first. Titles are in our words.',
    '',
    '`cdk-zero-trust audit cdk.out --framework pci-dss` judges by the rules of one framework.',
    '',
    '| framework | version | name | controls listed | with rules | not covered |',
    '|---|---|---|--:|--:|--:|',
    ...FRAMEWORKS.map(count),
    '',
    ...FRAMEWORKS.flatMap(section),
  ].join('\n');
}

function count({ id, title, version, servedOnly, controls }: Framework): string {
  const served = controls.filter(({ rules }) => rules.length > 0).length;
  return `| [${title}](#${id}) | ${version} | \`${id}\` | ${controls.length} | ${served} | ${servedOnly ? 'all others' : controls.length - served} |`;
}

function section({ id, title, version, publisher, source, extent, controls }: Framework): string[] {
  return [
    `## ${id}`,
    '',
    `[${title}](${source}), ${version}, by ${publisher}. ${extent}`,
    '',
    '| control | about | rules | not covered by a library |',
    '|---|---|---|---|',
    ...controls.map(row),
    '',
  ];
}

function row({ id, title, source, rules, notCovered }: Control): string {
  const links = rules.map((rule) => `[${rule}](../RULES.md#${rule.toLowerCase()})`).join(', ');
  const open = notCovered === undefined || rules.length === 0 ? notCovered ?? '' : `The rest: ${notCovered}`;
  return `| ${source ? `[${cell(id)}](${source})` : cell(id)} | ${cell(title)} | ${links} | ${cell(open)} |`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'docs', 'coverage.md'), coveragePage());
