import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..', '..');
const CLEAN_NPM = JSON.stringify({ metadata: {}, vulnerabilities: {} });
const CLEAN_SARIF = JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'semgrep' } }, results: [] }] });

/**
 * Programs that a pipeline finds on its PATH. Real are cdk-zero-trust, secretlint, git and the shell; `cdk synth` gives the assembly that the commit has, `cdk deploy` records
 * what it was given, and `aws` answers from that record.
 */
const PROGRAMS: Record<string, string> = {
  npm: `if (args[0] === 'audit') console.log(${JSON.stringify(CLEAN_NPM)});
    else if (args[0] !== 'ci') unknown();`,
  npx: `if (args[0] === 'cdk' && args[1] === 'synth') fs.cpSync('assembly', 'cdk.out', { recursive: true });
    else if (args[0] === 'cdk' && args[1] === 'deploy') {
      const from = args[args.indexOf('--app') + 1];
      for (const file of fs.readdirSync(from).filter((name) => name.endsWith('.template.json'))) fs.copyFileSync(from + '/' + file, state + '/' + file.split('.')[0]);
      fs.appendFileSync(state + '/deployments', from + '\\n');
    } else if (args[0] === '--no' && args[2] === 'cdk-zero-trust') run(process.execPath, [cli, ...args.slice(3)]);
    else if (args[0] === '--no' && args[2] === 'secretlint') run(root + '/node_modules/.bin/secretlint', args.slice(3));
    else unknown();`,
  semgrep: `fs.writeFileSync(args[args.indexOf('--output') + 1], ${JSON.stringify(CLEAN_SARIF)});`,
  pipx: '',
  aws: `const command = args.slice(0, 2).join(' ');
    if (command === 'sts get-caller-identity') console.log(JSON.stringify({ Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/deploy/x' }));
    else if (command === 'sts assume-role') {
      fs.appendFileSync(state + '/assumed', args[args.indexOf('--role-arn') + 1] + '\\n');
      console.log(JSON.stringify({ Credentials: { AccessKeyId: 'bootstrap', SecretAccessKey: 's', SessionToken: 't' } }));
    } else if (command === 'cloudformation get-template') {
      const stack = args[args.indexOf('--stack-name') + 1];
      if (fs.existsSync(state + '/denied')) fail('An error occurred (AccessDenied) when calling the GetTemplate operation: not authorized');
      if (process.env.AWS_ACCESS_KEY_ID !== 'bootstrap') fail('An error occurred (AccessDenied) when calling the GetTemplate operation: wrong role');
      if (!fs.existsSync(state + '/' + stack)) fail('An error occurred (ValidationError) when calling the GetTemplate operation: Stack with id ' + stack + ' does not exist');
      process.stdout.write(fs.readFileSync(state + '/' + stack));
    } else unknown();`,
};

/** Writes them, and answers with the environment of a job. */
export function fakePrograms(folder: string): { environment: NodeJS.ProcessEnv; state: string } {
  const bin = join(folder, 'bin');
  const state = join(folder, 'state');
  mkdirSync(bin, { recursive: true });
  mkdirSync(state, { recursive: true });
  // in one file it begins in a third of the time; it reads its package.json two folders above
  const cli = join(folder, 'lib', 'cli', 'main.js');
  buildSync({ entryPoints: [join(ROOT, 'src', 'cli', 'program.ts')], outfile: join(folder, 'lib', 'cli', 'program.js'), bundle: true, platform: 'node', logLevel: 'error' });
  writeFileSync(cli, "require('./program').run(process.argv);\n");
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const [name, program] of Object.entries(PROGRAMS)) {
    writeFileSync(join(bin, name), `#!${process.execPath}
const fs = require('fs');
const root = ${JSON.stringify(ROOT)}, cli = ${JSON.stringify(cli)}, state = ${JSON.stringify(state)}, args = process.argv.slice(2);
const unknown = () => { throw new Error('unknown: ${name} ' + args.join(' ')); };
const fail = (text) => { console.error(text); process.exit(254); };
const run = (file, more) => { process.exitCode = require('child_process').spawnSync(file, more, { stdio: 'inherit' }).status ?? 1; };
${program}
`);
    chmodSync(join(bin, name), 0o755);
  }
  return { environment: { PATH: `${bin}:${process.env.PATH}`, HOME: folder }, state };
}
