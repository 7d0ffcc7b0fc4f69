import { Command, Option } from 'commander';
import { frameworkOption, rulesFor } from './framework';
import { controlsOf, Framework } from '../frameworks';
import type { Rule } from '../rules';

interface RulesOptions {
  readonly format: string;
  readonly framework?: string;
}

export function rulesCommand(): Command {
  return new Command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>', 'how to list them').choices(['table', 'json']).default('table'))
    .addOption(frameworkOption('the rules that serve a framework, with its controls, and what a library cannot cover of it'))
    .action(({ format, framework: wanted }: RulesOptions) => {
      const { framework, rules } = rulesFor(wanted);
      process.stdout.write(format === 'json' ? json(rules, framework) : table(rules, framework));
    });
}

function json(rules: Rule[], framework?: Framework): string {
  const { describeRule } = require('../report/json') as typeof import('../report/json');
  return `${JSON.stringify(rules.map((rule) => describeRule(rule, framework)), null, 2)}\n`;
}

function table(rules: Rule[], framework?: Framework): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.flatMap((rule) => [
    `${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}`,
    ...(framework ? [`${' '.repeat(width)}  ${controlsOf(rule, framework).map(({ control }) => control.id).join(', ')}`] : []),
  ]);
  return [...lines, ...(framework ? openLines(framework) : []), ''].join('\n');
}

/** What no rule serves, and what rules leave open. */
function openLines({ name, version, source, extent, controls }: Framework): string[] {
  return [
    '', `Not covered of ${name} ${version} (${source}). Listed: ${extent}`,
    ...controls.flatMap(({ id, title, rules, notCovered }) => (notCovered ? [`  ${id}  ${title}`, `      ${rules.length > 0 ? 'the rest: ' : ''}${notCovered}`] : [])),
  ];
}
