import { writeFileSync } from 'fs';
import { join } from 'path';
import { root, versionOf } from './bindings';
import { Checks } from './checks';
import { Machine } from './machine';
import { AUDITORS, handOver, tamper, TEAM_COMMANDS } from '../pages/auditors';
import { Page, Typed, wrongWith, wrongWithGate } from '../pages/page';
import { PLATFORM_TEAMS, teamRepository } from '../pages/platform-teams';

/** The npm package as a new user has it: the pages for platform teams and auditors, in clean folders, from their `npm install` on. */
export async function npm(machine: Machine, tarball: string, checks: Checks): Promise<void> {
  await auditors(new Reader(machine, machine.folder('auditor'), tarball), checks);
  await platformTeams(new Reader(machine, machine.folder('team'), tarball), checks);
}

/** Who has a folder and a page, and nothing of this repository but a runner and a compiler of TypeScript. */
class Reader {
  constructor(private readonly machine: Machine, public readonly folder: string, private readonly tarball: string) {}

  /** The command of the page that installs, with the package that is not published yet, and with dependencies as they are tested. */
  async install({ lines }: Page): Promise<void> {
    const [line] = lines.filter((one) => one.startsWith('npm install '));
    if (line === undefined) throw new Error('the page does not install the package');
    const named = line.replace(/ (aws-cdk-lib|constructs|cdk-nag)\b/g, (_, name: string) => ` ${name}@${versionOf(name)}`).replace(/ cdk-zero-trust\b/, ` ${this.tarball}`);
    await this.machine.run(`${named} --no-audit --no-fund`, this.folder, line);
  }

  async types(line: string): Promise<Typed> {
    // what is installed, and never another release of it
    const { code, output } = await this.machine.outcome(line.replace('cdk-zero-trust@latest', 'cdk-zero-trust').replace(/^npx /, 'npx --no -- '), this.folder);
    return { status: code, output };
  }

  async runs(tool: 'tsx' | 'tsc', args: string): Promise<Typed> {
    const { code, output } = await this.machine.with({ CDK_VALIDATION: 'true' }).outcome(`${join(root, 'node_modules', '.bin', tool)} ${args}`, this.folder);
    return { status: code, output };
  }
}

async function auditors(reader: Reader, checks: Checks): Promise<void> {
  const { commands } = AUDITORS;
  await handOver(reader.folder);
  await reader.install(AUDITORS);
  const check = async (line: string) => checks.record(`npm: ${line}`, wrongWith(line, await reader.types(line), reader.folder));
  for (const line of [...TEAM_COMMANDS, ...commands]) await check(line);
  tamper(reader.folder);
  const { status, output } = await reader.types(commands.find((line) => / verify /.test(line))!);
  checks.record('npm: a template that was changed is refused', status === 1 && /TemplateDiffers/.test(output) ? [] : [`exit code ${status}: ${output}`]);
}

async function platformTeams(reader: Reader, checks: Checks): Promise<void> {
  writeFileSync(join(reader.folder, 'package.json'), JSON.stringify({ name: 'orders', private: true, devDependencies: {} }));
  await reader.install(PLATFORM_TEAMS);
  teamRepository(reader.folder);
  const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, module: 'node16', moduleResolution: 'node16', target: 'es2022', types: [] };
  writeFileSync(join(reader.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['team.ts', 'whole-team.ts'] }));
  const compiled = await reader.runs('tsc', '--project .');
  checks.record('npm: the app of a team compiles', compiled.status === 0 ? [] : [compiled.output]);
  const lacking = await reader.runs('tsx', 'team.ts');
  checks.record('npm: an app without a required capability fails synthesis',
    lacking.status !== 0 && /WEB_FIREWALL/.test(lacking.output) && !/THREAT_DETECTION/.test(lacking.output) ? [] : [`exit code ${lacking.status}: ${lacking.output}`]);
  const whole = await reader.runs('tsx', 'whole-team.ts');
  checks.record('npm: with the capability named, the same app is synthesised', whole.status === 0 ? [] : [`exit code ${whole.status}: ${whole.output}`]);
  for (const line of PLATFORM_TEAMS.commands) {
    const typed = await reader.types(line);
    checks.record(`npm: ${line}`, / gate /.test(line) ? wrongWithGate(typed) : wrongWith(line, typed, reader.folder));
  }
}
