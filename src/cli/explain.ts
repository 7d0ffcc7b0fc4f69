import { Command } from 'commander';
import { Rule, RULES } from '../policy/rules';

export function explainCommand(): Command {
  return new Command('explain')
    .description('tell what a rule looks at, why, and how to satisfy it')
    .argument('<rule>', 'its id, as ZT-LAMBDA-001')
    .action((id: string, _options: object, command: Command) => {
      const rule = RULES.find((candidate) => candidate.id === id.toUpperCase());
      if (!rule) command.error(`error: there is no rule ${JSON.stringify(id)}; cdk-zero-trust rules lists them`);
      else process.stdout.write(explanation(rule));
    });
}

function explanation({ id, title, severity, types, rationale, remediation, controls }: Rule): string {
  return [
    `${id}  ${title}`, '',
    `Severity    ${severity}`,
    `Looks at    ${types.join(', ')}`,
    `Why         ${rationale}`,
    `Mend        ${remediation}`,
    `Controls    ${controls.join(', ')}`, '',
  ].join('\n');
}
