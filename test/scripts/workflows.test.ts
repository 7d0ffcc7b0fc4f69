import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ActionRefs } from 'projen/lib/github';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/lambda-bundles';

const GITHUB = join(ROOT, '.github');
const read = (...path: string[]) => readFileSync(join(GITHUB, ...path), 'utf8');
const workflows = readdirSync(join(GITHUB, 'workflows')).map((file) => [file, parse(read('workflows', file))] as const);
const release = parse(read('workflows', 'release.yml')).jobs;
/** By projen's own account their releases are immutable, so that a version is as good as a commit. */
const IMMUTABLE = Object.values(ActionRefs).filter((ref) => typeof ref === 'string');

describe.each(workflows)('%s', (_, { jobs, permissions }) => {
  const steps: any[] = Object.values<any>(jobs).flatMap((job) => job.steps);

  test('pins each action to a commit, or to an immutable release', () => {
    expect(steps.map(({ uses }) => uses).filter((uses) => uses && !/@[0-9a-f]{40}$/.test(uses) && !IMMUTABLE.includes(uses))).toEqual([]);
  });

  test('gives each job the permissions that it names, and no others', () => {
    for (const job of Object.values<any>(jobs)) expect(job.permissions ?? permissions).toEqual(expect.any(Object));
  });

  test('runs no tool in a version that is not named', () => {
    expect(steps.filter(({ run }) => /@latest\b/.test(run ?? ''))).toEqual([]);
  });
});

test.each(['npm', 'pypi', 'nuget'])('%s is released by OpenID Connect, without a stored token', (registry) => {
  const job = release[`release_${registry}`];
  const env = job.steps.at(-1).env;
  expect(job).toMatchObject({ environment: 'release', permissions: { 'id-token': 'write' } });
  expect(env).toHaveProperty([`${registry.toUpperCase()}_TRUSTED_PUBLISHER`], 'true');
  expect(Object.keys(env).filter((name) => /TOKEN|PASSWORD|API_KEY/.test(name))).toEqual([]);
});

test('the SBOM is attached to the release on GitHub', () => {
  expect(release.release_github.steps.at(-1).run).toContain('gh release upload "$(cat dist/releasetag.txt)" dist/sbom.cdx.json');
});

test('the ci workflow runs on the oldest supported Node.js', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [oldest] = /\d+/.exec(engines.node)!;
  expect(parse(read('workflows', 'ci.yml')).jobs.ci.strategy.matrix.node).toContain(`${oldest}.x`);
});

test.each(['bug', 'false-positive', 'missed', 'feature'])('the issue form "%s" has a name, a description and fields with ids of their own', (form) => {
  const { name, description, body } = parse(read('ISSUE_TEMPLATE', `${form}.yml`));
  const ids = body.filter(({ type }: any) => type !== 'markdown').map(({ id }: any) => id);
  expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids).not.toContain(undefined);
});
