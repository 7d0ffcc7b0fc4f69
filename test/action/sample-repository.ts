import { execFileSync } from 'child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

/** A repository with an app of the CDK, whose `npm ci` installs the CDK's command line and cdk-zero-trust from this checkout, without a network. */
export class SampleRepository {
  public readonly folder = mkdtempSync(join(tmpdir(), 'zt-recipe-'));

  constructor() {
    this.tool('aws-cdk', 'cdk', `exec "${process.execPath}" "${join(ROOT, 'node_modules/aws-cdk/bin/cdk')}" "$@"`);
    this.tool('cdk-zero-trust', 'cdk-zero-trust', `exec "${process.execPath}" --import "${join(ROOT, 'node_modules/tsx/dist/loader.mjs')}" "${join(ROOT, 'src/cli/main.ts')}" "$@"`);
    this.write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', devDependencies: { 'aws-cdk': 'file:tools/aws-cdk', 'cdk-zero-trust': 'file:tools/cdk-zero-trust' } }));
    this.write('cdk.json', JSON.stringify({ app: 'node app.js' }));
    this.write('.gitignore', 'node_modules\ncdk.out\n');
    this.app('');
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: this.folder, stdio: 'pipe', env: { ...process.env, npm_config_offline: 'true' } });
    run('npm', 'install', '--package-lock-only', '--offline', '--no-audit', '--no-fund');
    run('npm', 'ci', '--offline', '--no-audit', '--no-fund');
    run('git', 'init', '-q');
    run('git', 'add', '-A');
    run('git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'first');
  }

  /** Writes the app: a secure log group, and what else a stack is to have. */
  public app(more: string): void {
    const library = (name: string) => JSON.stringify(join(ROOT, 'node_modules', name));
    this.write('app.js', `const { App, CfnDeletionPolicy, CfnResource, Stack } = require(${library('aws-cdk-lib')});
const { CfnLogGroup } = require(${library('aws-cdk-lib/aws-logs')});
const { CfnTopic, CfnTopicPolicy } = require(${library('aws-cdk-lib/aws-sns')});
const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Mail');
const key = new CfnResource(stack, 'Key', { type: 'AWS::Other::Thing' });
const logs = new CfnLogGroup(stack, 'Logs', { retentionInDays: 365, kmsKeyId: key.getAtt('Arn').toString() });
logs.cfnOptions.deletionPolicy = logs.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
${more}
app.synth();
`);
  }

  public write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  public read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf-8');
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private tool(name: string, bin: string, command: string): void {
    const folder = join(this.folder, 'tools', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', bin: { [bin]: 'run.sh' } }));
    writeFileSync(join(folder, 'run.sh'), `#!/bin/sh\n${command}\n`);
    chmodSync(join(folder, 'run.sh'), 0o755);
  }
}
