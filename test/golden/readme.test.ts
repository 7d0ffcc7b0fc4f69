import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { reportOf } from '../support/packs';

jest.setTimeout(300_000);

const root = join(__dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf-8');
const [shortest] = [...readme.matchAll(/```ts[^\n]*\n(.*?)```/gs)].map((match) => match[1]);

test('the shortest example has no more than 25 lines', () => {
  expect(shortest.trim().split('\n').length).toBeLessThanOrEqual(25);
});

test('the shortest example works as pasted: it synthesises, and nothing is open', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-readme-'));
  const file = join(root, 'examples', `.readme-${process.pid}.ts`); // beside the examples, so that the package's name resolves
  try {
    writeFileSync(file, shortest);
    execFileSync(process.execPath, [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', join(root, 'examples', 'tsconfig.json'), file], {
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'true' }, stdio: 'pipe',
    });
    const { plugins, open } = reportOf(outdir);
    expect(plugins).toContain('AwsSolutions');
    expect(open).toEqual([]);
  } finally {
    rmSync(file, { force: true });
    rmSync(outdir, { recursive: true, force: true });
  }
});
