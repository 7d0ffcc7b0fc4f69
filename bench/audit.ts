/**
 * Audits the assembly of an app of 250 functions by this command line and by cfn-lint, cfn-guard (Control Tower rules) and checkov: time of whole
 * processes, in turn, the median of the ratios. Needs the built library (npx projen compile), Python and, once, PyPI.
 * Run: npm run bench:audit
 */
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { arch, platform } from 'os';
import { dirname, join } from 'path';
import { App } from 'aws-cdk-lib';
import { addSecureFunctions } from './many-functions';
import { median, printMedian, withOutdir } from './paired';

const FUNCTIONS = 250;
const ROUNDS = 3;
const VENV = join(__dirname, '..', 'node_modules', '.cache', 'bench-venv');
const PYTHON_TOOLS = ['cfn-lint==1.58.0', 'checkov==3.3.30'];

interface Auditor {
  readonly name: string;
  readonly command: string;
  readonly args: string[];
  /** How many rules it has, and how many findings it told. */
  readonly rules: () => number;
  readonly findings: (output: string) => number;
}

function auditors(outdir: string, templates: string[]): Auditor[] {
  const guard = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
  const guardBinary = join(guard, 'bin', platform() === 'darwin' ? 'macos' : 'ubuntu', arch() === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');
  const guardRules = join(guard, 'rules', 'control-tower', 'cfn-guard');
  const cli = join(__dirname, '..', 'lib', 'cli', 'main.js');
  const inVenv = (tool: string) => join(VENV, 'bin', tool);
  return [
    {
      name: 'cdk-zero-trust',
      command: process.execPath,
      args: [cli, 'audit', outdir, '--format', 'csv', '--fail-on', 'never'],
      rules: () => execFileSync(process.execPath, [cli, 'rules'], { encoding: 'utf-8' }).match(/^ZT-/gm)!.length,
      findings: (output) => output.match(/,(fail|unknown),/g)?.length ?? 0,
    },
    {
      name: 'cfn-lint',
      command: inVenv('cfn-lint'),
      args: ['--format', 'parseable', ...templates],
      rules: () => execFileSync(inVenv('cfn-lint'), ['--list-rules'], { encoding: 'utf-8' }).match(/^[EWI]\d{4}/gm)!.length,
      findings: (output) => output.match(/:[EWI]\d{4}:/g)?.length ?? 0,
    },
    {
      name: 'cfn-guard',
      command: guardBinary,
      args: ['validate', '--rules', guardRules, '--data', ...templates, '--show-summary', 'fail', '--output-format', 'single-line-summary'],
      rules: () => readdirSync(guardRules, { recursive: true }).filter((file) => String(file).endsWith('.guard')).length,
      findings: (output) => output.match(/^\S+\s+FAIL$/gm)?.length ?? 0,
    },
    {
      name: 'checkov',
      command: inVenv('checkov'),
      args: ['--framework', 'cloudformation', '--skip-download', '--compact', '--quiet', '-o', 'json', ...templates.flatMap((template) => ['-f', template])],
      rules: () => new Set(execFileSync(inVenv('checkov'), ['--list', '--framework', 'cloudformation'], { encoding: 'utf-8' }).match(/CKV\w+/g)).size,
      findings: (output) => [JSON.parse(output)].flat().reduce((sum, report) => sum + (report.summary?.failed ?? 0), 0),
    },
  ];
}

function run({ name, command, args }: Auditor): { readonly ms: number; readonly output: string } {
  const before = process.hrtime.bigint();
  // checkov else waits for a server with links to documentation
  const env = { ...process.env, BC_SKIP_MAPPING: 'TRUE' };
  const { stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf-8', maxBuffer: 512 * 1024 * 1024 });
  const ms = Number(process.hrtime.bigint() - before) / 1e6;
  if (error || stdout === '') throw new Error(`${name} told nothing: ${error?.message ?? stderr}`);
  return { ms, output: stdout };
}

function prepare(): void {
  if (existsSync(join(VENV, 'bin', 'checkov'))) return;
  execFileSync('python3', ['-m', 'venv', VENV]);
  execFileSync(join(VENV, 'bin', 'pip'), ['install', '--quiet', ...PYTHON_TOOLS], { stdio: 'inherit' });
}

function synthesise(outdir: string): string[] {
  const app = new App({ outdir, analyticsReporting: false });
  addSecureFunctions(app, FUNCTIONS);
  return app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
}

process.env.CDK_VALIDATION = 'false';
prepare();
withOutdir((outdir) => {
  const templates = synthesise(outdir);
  const resources = templates.reduce((sum, path) => sum + Object.keys(JSON.parse(readFileSync(path, 'utf-8')).Resources).length, 0);
  console.log(`${FUNCTIONS} functions, ${resources} resources in ${templates.length} templates; whole processes, ${ROUNDS} rounds\n`);
  const all = auditors(outdir, templates);
  const runs = Array.from({ length: ROUNDS }, () => all.map(run));
  console.log('tool            median ms   rules   findings');
  all.forEach(({ name, rules, findings }, i) => {
    const times = runs.map((round) => round[i].ms);
    console.log(`${name.padEnd(14)} ${median(times).toFixed(0).padStart(10)} ${String(rules()).padStart(7)} ${String(findings(runs[0][i].output)).padStart(10)}`);
  });
  console.log('');
  all.slice(1).forEach(({ name }, i) => printMedian(`${name} / cdk-zero-trust`, runs.map((round) => round[i + 1].ms / round[0].ms), 1));
});
