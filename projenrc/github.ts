import type { awscdk } from 'projen';
import { ActionRefs, GithubWorkflow, workflows } from 'projen/lib/github';

/** Actions that projen has no reference for, by commit; the versions are those of their tags. */
const CODEQL = (action: string) => `github/codeql-action/${action}@cdf488f595d80d6e07e03d4674febd5ab45fa938`; // v4.37.9
const SCORECARD = 'ossf/scorecard-action@2d1146689b8cda280b9bc96326124645441f03bc'; // v2.4.4

const { READ, WRITE } = workflows.JobPermission;
const CHECKOUT = { uses: ActionRefs.ACTIONS_CHECKOUT, with: { 'persist-credentials': false } };

export const PULL_REQUEST_TEMPLATE = [
  'Fixes #',
  '',
  '- [ ] A test fails without this change; a rule has a case that passes, one that fails and one that cannot be known, and a mutation.',
  '- [ ] `npm test` passes; pages and API.md are regenerated.',
  '- [ ] What changes in the templates of those who upgrade (new, replaced or removed resources, new findings) is said here and in CHANGELOG.md.',
];

/** The workflows beside projen's own: all of `.ci/run` on each supported Node.js, CodeQL, and OpenSSF Scorecard. */
export function addWorkflows(project: awscdk.AwsCdkConstructLibrary): void {
  const github = project.github!;
  const ci = new GithubWorkflow(github, 'ci');
  ci.on({ pullRequest: {}, workflowDispatch: {} });
  ci.addJob('ci', {
    name: 'Node.js ${{ matrix.node }}',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 90,
    strategy: { failFast: false, matrix: { domain: { node: ['22.x', '24.x'] } } },
    steps: [
      CHECKOUT,
      { uses: ActionRefs.ACTIONS_SETUP_NODE, with: { 'node-version': '${{ matrix.node }}', 'package-manager-cache': false } },
      { run: '.ci/run' },
    ],
  });

  const codeql = new GithubWorkflow(github, 'codeql');
  codeql.on({ push: { branches: ['main'] }, pullRequest: {}, schedule: [{ cron: '23 4 * * 1' }] });
  codeql.addJob('analyze', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ, securityEvents: WRITE },
    strategy: { failFast: false, matrix: { domain: { language: ['javascript-typescript', 'actions'] } } },
    steps: [
      CHECKOUT,
      { uses: CODEQL('init'), with: { 'languages': '${{ matrix.language }}', 'build-mode': 'none', 'queries': 'security-extended' } },
      { uses: CODEQL('analyze'), with: { category: '/language:${{ matrix.language }}' } },
    ],
  });

  const scorecard = new GithubWorkflow(github, 'scorecard');
  scorecard.on({ push: { branches: ['main'] }, branchProtectionRule: {}, schedule: [{ cron: '41 4 * * 1' }] });
  scorecard.addJob('analysis', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ, securityEvents: WRITE, idToken: WRITE },
    steps: [
      CHECKOUT,
      { uses: SCORECARD, with: { results_file: 'results.sarif', results_format: 'sarif', publish_results: true } },
      { uses: CODEQL('upload-sarif'), with: { sarif_file: 'results.sarif' } },
    ],
  });
}
