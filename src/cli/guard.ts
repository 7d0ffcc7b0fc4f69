import { readFileSync } from 'fs';
import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { declarationFor, wouldBeBlocked } from '../report/guard/declarations';
import { eventsIn, GuardFinding, grouped } from '../report/guard/events';
import { escapeJson, plain } from '../report/plain-text';

const STANDARD_INPUT = '-';

const HELP = `
Reads logs of functions that a RuntimeGuard protects: lines as they are, as aws logs tail prints them, or JSON of aws logs filter-log-events
and of Logs Insights. Groups the events of the guard by function, kind and detail, and tells what would have to be declared before GuardMode.BLOCK.

Exit codes:
  ${CLEAN}  BLOCK would have stopped nothing
  ${FINDINGS}  it would have stopped something
  ${UNUSABLE}  the file cannot be read

Examples:
  aws logs filter-log-events --log-group-name orders --filter-pattern '{ $.RuntimeGuard = 1 }' | cdk-zero-trust guard report
  cdk-zero-trust guard report events.log --format json`;

export function guardCommand(): Command {
  const report = new Command('report')
    .description('list what functions did beyond what they declared, and what would have to be declared')
    .argument('[file]', 'a log; standard input when left out', STANDARD_INPUT)
    .addOption(new Option('--format <format>', 'how to report').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((file: string, { format }: { format: string }, command: Command) => {
      const findings = grouped(eventsIn(read(file, command)));
      process.stdout.write(format === 'json' ? json(findings) : table(findings));
      process.exitCode = findings.some(wouldBeBlocked) ? FINDINGS : CLEAN;
    });
  return new Command('guard').description('read what runtime guards reported').addCommand(report);
}

function read(file: string, command: Command): string {
  try {
    return readFileSync(file === STANDARD_INPUT ? 0 : file, 'utf-8');
  } catch (error) {
    return command.error(`error: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}

function json(findings: GuardFinding[]): string {
  const described = findings.map((finding) => {
    const { first, last, ...rest } = finding;
    return { ...rest, first: day(first), last: day(last), blocked: wouldBeBlocked(finding), ...declarationFor(finding) };
  });
  return `${escapeJson(JSON.stringify(described, null, 2))}\n`;
}

function table(findings: GuardFinding[]): string {
  const functions = [...new Set(findings.map(({ functionName }) => functionName))];
  const lines = functions.flatMap((functionName) => [
    plain(functionName),
    ...findings.filter((finding) => finding.functionName === functionName).flatMap((finding) => {
      const { kind, detail, count, first, last } = finding;
      const { code, advice } = declarationFor(finding);
      const times = first === undefined ? '' : `, ${day(first)}${day(first) === day(last) ? '' : ` to ${day(last)}`}`;
      return [`  ${count} × ${plain(kind)}  ${plain(detail)}${times}`, `      ${code === undefined ? '' : `${plain(code)}  `}${advice}`];
    }),
    '',
  ]);
  const events = findings.reduce((sum, { count }) => sum + count, 0);
  const stopped = findings.filter(wouldBeBlocked).length;
  return [...lines, `${events} events of ${functions.length} functions. BLOCK would stop ${stopped} of ${findings.length} things.`, ''].join('\n');
}

function day(time?: number): string | undefined {
  return time === undefined || Number.isNaN(new Date(time).getTime()) ? undefined : new Date(time).toISOString().slice(0, 10);
}
