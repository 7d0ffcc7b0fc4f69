import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { parse } from 'yaml';
import { runAction } from './runner';

const ROOT = join(__dirname, '..', '..');
const SECURE = `Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: {RetentionInDays: 365, KmsKeyId: !GetAtt Key.Arn}
  Key: {Type: AWS::Other::Thing}
`;
/** With a name that would end a block of Markdown or HTML. */
const MEDIUM = `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {"aws:cdk:path": "App/</pre>\`\`\`<img src=x>/Topic"}
`;
const PUBLIC = {
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [{ Ref: 'Topic' }],
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: { Ref: 'Topic' } }] },
  },
};
const INSECURE = `${MEDIUM}  Policy: ${JSON.stringify(PUBLIC)}\n`;

jest.setTimeout(180_000);

let repository: string;
let bin: string;

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'zt-action-'));
  bin = join(repository, 'bin');
  mkdirSync(bin);
  execFileSync('git', ['init', '-q', repository]);
  writeFileSync(join(repository, 'package.json'), '{"name": "app"}');
  writeFileSync(join(repository, 'secure.yaml'), SECURE);
  writeFileSync(join(repository, 'medium.yaml'), MEDIUM);
  writeFileSync(join(repository, 'insecure.yaml'), INSECURE);
  mkdirSync(join(repository, 'node_modules', '.bin'), { recursive: true });
  program(join(repository, 'node_modules', '.bin', 'cdk-zero-trust'),
    `"${process.execPath}" --import "${join(ROOT, 'node_modules/tsx/dist/loader.mjs')}" "${join(ROOT, 'src/cli/main.ts')}" "$@"; code=$?; echo npm notice >&2; exit $code`);
  // GitHub's API for comments: a file of them
  program(join(bin, 'gh'), `exec "${process.execPath}" "${join(__dirname, 'fake-gh.js')}" "$@"`);
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

function program(path: string, command: string): void {
  writeFileSync(path, `#!/bin/sh\n${command}\n`);
  chmodSync(path, 0o755);
}

const run = (inputs: Record<string, string>, pullRequest?: number, env: Record<string, string> = {}) => runAction({
  repository, inputs, pullRequest, env: { PATH: [bin, process.env.PATH].join(delimiter), COMMENTS: join(repository, 'comments.json'), ...env },
});
const comments = () => JSON.parse(readFileSync(join(repository, 'comments.json'), 'utf-8'));

describe('the GitHub Action', () => {
  test('passes on a template without open findings', () => {
    const { status, outputs, summary, used } = run({ paths: 'secure.yaml' });
    expect([status, outputs['exit-code']]).toEqual([0, '0']);
    expect(outputs.reason).toMatch(/^Exit 0: nothing is open at or over high/);
    expect(summary).toContain('Exit 0: nothing is open');
    expect(used.map(({ uses }) => uses)).toEqual([expect.stringMatching(/^github\/codeql-action\/upload-sarif@[0-9a-f]{40}$/)]);
  });

  test('fails on an insecure one, after SARIF and summary', () => {
    const { status, outputs, summary, used } = run({ paths: 'secure.yaml\ninsecure.yaml' });
    expect([status, outputs['exit-code']]).toEqual([1, '1']);
    expect(outputs.reason).toMatch(/^Exit 1: 1 critical\b.* open/);
    const { results } = JSON.parse(readFileSync(outputs.sarif, 'utf-8')).runs[0];
    expect(results.find(({ ruleId }: any) => ruleId === 'ZT-SNS-001').locations[0].physicalLocation.artifactLocation.uri).toBe('insecure.yaml');
    expect(used).toEqual([expect.objectContaining({ with: { sarif_file: outputs.sarif, category: 'cdk-zero-trust' } })]);
    expect(summary).toMatch(/<details><summary>audit<\/summary>[^]*ZT-SNS-001/);
    expect(readFileSync(outputs.report, 'utf-8')).toBe(summary);
  });

  test('shows what templates hold as text', () => {
    const { summary } = run({ paths: 'insecure.yaml' });
    expect(summary).toContain('&lt;img src=x&gt;');
    expect(summary).not.toContain('<img');
    expect(summary.match(/<\/pre>/g)).toHaveLength(summary.match(/<pre>/g)!.length);
  });

  test('passes on what is below fail-on', () => {
    expect(['high', 'medium'].map((level) => run({ 'paths': 'medium.yaml', 'fail-on': level }).status)).toEqual([0, 1]);
  });

  test('exits with 2 for what cannot be judged, and uploads nothing', () => {
    const { status, outputs, summary, used } = run({ paths: 'no such file.yaml' });
    expect([status, outputs['exit-code'], outputs.sarif]).toEqual([2, '2', '']);
    expect(used).toEqual([]);
    expect(summary).toContain('no such file.yaml');
  });

  test('takes each line of its inputs as one argument, and none as code or option', () => {
    const { status } = run({ paths: '$(touch owned)\n`touch owned`\n; touch owned\n--output=owned' });
    expect(status).toBe(2);
    expect(existsSync(join(repository, 'owned'))).toBe(false);
    expect(run({ paths: 'insecure.yaml', arguments: '--exclude\ninsecure.yaml' }).status).toBe(2);
  });

  test('writes one comment on a pull request, and updates it in place', () => {
    writeFileSync(join(repository, 'comments.json'), JSON.stringify([{ id: 1, user: { type: 'User' }, body: '<!-- cdk-zero-trust:cdk-zero-trust --> a quote' }]));
    expect(run({ paths: 'insecure.yaml' }, 7).status).toBe(1);
    expect(comments()).toEqual([expect.objectContaining({ id: 1 }), { id: 2, user: { type: 'Bot' }, body: expect.stringContaining('Exit 1: ') }]);
    run({ paths: 'secure.yaml' }, 7);
    expect(comments()).toHaveLength(2);
    expect(comments()[1].body).toContain('Exit 0: ');
    run({ paths: 'secure.yaml', category: 'other' }, 7);
    expect(comments()).toHaveLength(3);
    expect(comments()[0].body).toMatch(/a quote$/);
  });

  test('warns where it may not comment, as on a pull request from a fork, and keeps its exit code', () => {
    const { status, log } = run({ paths: 'insecure.yaml' }, 7, { FORBIDDEN: '1' });
    expect(status).toBe(1);
    expect(log).toContain('::warning::The comment could not be written');
  });

  describe('with a base to compare with', () => {
    const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: repository, stdio: 'pipe' });
    beforeAll(() => {
      writeFileSync(join(repository, 'app.yaml'), MEDIUM);
      git('add', 'app.yaml');
      git('commit', '-q', '-m', 'first');
      git('branch', '-f', 'base');
      writeFileSync(join(repository, 'app.yaml'), INSECURE);
    });
    const inputs = { 'paths': 'app.yaml', 'base': 'git:base', 'fail-on': 'never' };

    test('adds what changed to the report, uploads it apart, and fails by it', () => {
      const { status, outputs, summary, used } = run(inputs, 7);
      expect([status, outputs['exit-code'], outputs['diff-exit-code']]).toEqual([1, '0', '1']);
      expect(summary).toMatch(/<details><summary>diff<\/summary>[^]*New access from outside \(new-stranger\)/);
      expect(summary.match(/<\/pre>/g)).toHaveLength(summary.match(/<pre>/g)!.length);
      expect(summary).not.toContain('<img');
      expect(used.map((one) => one.with)).toEqual([
        { sarif_file: outputs.sarif, category: 'cdk-zero-trust' }, { sarif_file: outputs['diff-sarif'], category: 'cdk-zero-trust-diff' },
      ]);
      expect(JSON.parse(readFileSync(outputs['diff-sarif'], 'utf-8')).runs[0].results).not.toEqual([]);
      expect(comments().filter(({ body }: any) => body.includes('<summary>diff</summary>'))).toHaveLength(1);
    });

    test('passes where nothing that fails is different, or only what may', () => {
      expect(run({ ...inputs, base: 'app.yaml' })).toMatchObject({ status: 0, outputs: { 'diff-exit-code': '0' }, summary: expect.stringContaining('No difference') });
      expect(run({ ...inputs, 'diff-fail-on': 'never' }).status).toBe(0);
    });

    test('exits with 2 where there is no such base, or several paths', () => {
      expect(run({ ...inputs, base: 'git:nowhere' })).toMatchObject({ status: 2, summary: expect.stringContaining('no ref nowhere'), outputs: { 'diff-sarif': '' } });
      expect(run({ ...inputs, paths: 'app.yaml\nsecure.yaml' })).toMatchObject({ status: 2, summary: expect.stringContaining('of one path') });
    });

    test('takes the base as no code and no option', () => {
      expect(run({ ...inputs, base: '$(touch owned)' }).status).toBe(2);
      expect(run({ ...inputs, base: '--output=owned' }).status).toBe(2);
      expect(existsSync(join(repository, 'owned'))).toBe(false);
    });
  });

  test('adds a threat model, which fails only where it is to', () => {
    const inputs = { 'paths': 'insecure.yaml', 'fail-on': 'never', 'threat-model': 'true' };
    const { status, outputs, summary } = run(inputs);
    expect([status, outputs['threat-model-exit-code'], outputs['diff-exit-code']]).toEqual([0, '0', '']);
    expect(summary).toMatch(/<details><summary>threat-model<\/summary>[^]*ZT-THREAT-\d/);
    expect(run({ ...inputs, 'threat-model-fail-on': 'low' }).status).toBe(1);
    expect(run({ ...inputs, paths: 'no such file.yaml' }).outputs['threat-model-exit-code']).toBe('2');
  });

  test('neither uploads nor comments where it is not to', () => {
    writeFileSync(join(repository, 'comments.json'), '[]');
    const { used } = run({ 'paths': 'secure.yaml', 'comment': 'false', 'upload-sarif': 'false' }, 7);
    expect(used).toEqual([]);
    expect(comments()).toEqual([]);
  });

  test('has no expression in a script, where inputs would be code', () => {
    const { runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf-8'));
    expect(runs.steps.filter(({ run: script }: any) => script?.includes('${{'))).toEqual([]);
  });
});

describe('the hooks of pre-commit', () => {
  const hooks: any[] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf-8'));
  const [templates, app] = hooks;
  const hook = (entry: string, ...files: string[]) => spawnSync('sh', ['-c', `${entry} "$@"`, 'sh', ...files], { cwd: repository, encoding: 'utf-8' }).status;

  test('audit templates that changed', () => {
    expect([hook(templates.entry, 'secure.yaml'), hook(templates.entry, 'secure.yaml', 'insecure.yaml')]).toEqual([0, 1]);
    const matched = ['cdk.out/Orders.template.json', 'sam/template.yaml', 'README.md', 'package.json', 'template.yaml.md'].filter((name) => new RegExp(templates.files).test(name));
    expect(matched).toEqual(['cdk.out/Orders.template.json', 'sam/template.yaml']);
  });

  test('audit what was synthesised, and fail where nothing was', () => {
    expect(hook(app.entry)).toBe(2);
    mkdirSync(join(repository, 'cdk.out'));
    writeFileSync(join(repository, 'cdk.out', 'Mail.template.json'), JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Policy: PUBLIC } }));
    writeFileSync(join(repository, 'cdk.out', 'manifest.json'), JSON.stringify({
      artifacts: { Mail: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Mail.template.json' } } },
    }));
    expect(hook(app.entry)).toBe(1);
  });
});
