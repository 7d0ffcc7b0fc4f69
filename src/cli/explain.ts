import { Command } from 'commander';
import { controlsOf, nameOf } from '../frameworks';
import type { Rule } from '../rules';

export function explainCommand(): Command {
  return new Command('explain')
    .description('tell what a rule looks at, why, and how to satisfy it')
    .argument('<rule>', 'its id, as ZT-LAMBDA-001')
    .action((id: string, _options: object, command: Command) => {
      const { RULES } = require('../rules') as typeof import('../rules');
      const rule = RULES.find((candidate) => candidate.id === id.toUpperCase());
      if (!rule) command.error(`error: there is no rule ${JSON.stringify(id)}; cdk-zero-trust rules lists them`);
      else process.stdout.write(explanation(rule));
    });
}

function explanation(rule: Rule): string {
  const { id, title, severity, types, rationale, remediation } = rule;
  return [
    `${id}  ${title}`, '',
    `Severity    ${severity}`,
    `Looks at    ${types.join(', ')}`,
    `Why         ${rationale}`,
    `Remediation ${remediation}`,
    'Controls', ...controlLines(rule), '',
  ].join('\n');
}

/** Each control with what it asks for, what the rule leaves open of it, and where its publisher has it. */
function controlLines(rule: Rule): string[] {
  return controlsOf(rule).flatMap((mapped) => {
    const { control: { title, source, notCovered }, framework } = mapped;
    return [`  ${nameOf(mapped)}  ${title}`, ...(notCovered ? [`      the rest: ${notCovered}`] : []), `      ${source ?? framework.source}`];
  });
}
