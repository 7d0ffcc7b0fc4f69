import { byHand, DONE, Step } from './step';

/** In the root of the repository: GitHub looks nowhere else. */
export const WORKFLOW = '.github/workflows/cdk-zero-trust.yml';

/** How packages are installed, by the file that locks them. */
const INSTALL: Record<string, string> = {
  'package-lock.json': 'npm ci',
  'npm-shrinkwrap.json': 'npm ci',
  'pnpm-lock.yaml': 'corepack enable && pnpm install --frozen-lockfile',
  'yarn.lock': 'corepack enable && yarn install --frozen-lockfile',
  'uv.lock': 'pipx run uv sync --frozen',
  'poetry.lock': 'pipx run poetry install',
  'requirements.txt': 'pip install -r requirements.txt',
};
export const NODE_LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];
export const PYTHON_LOCKS = ['uv.lock', 'poetry.lock', 'requirements.txt'];

/** What the workflow is written for. */
export interface WorkflowInput {
  readonly language: 'typescript' | 'python';
  readonly version: string;
  /** The name of the file that locks the packages; `undefined` where there is none. */
  readonly lock?: string;
  /** The folder of the app within the repository; empty where it is the repository. */
  readonly directory: string;
  /** The one that deploys. */
  readonly branch: string;
  /** Relative to the folder of the app. */
  readonly file: string;
  readonly existing?: string;
}

/** Synth and audit of each pull request. A file that is there stays as it is. */
export function workflowStep({ language, version, lock, directory, branch, file, existing }: WorkflowInput): Step {
  const isPython = language === 'python';
  const where = directory === '' ? [] : [`        working-directory: ${JSON.stringify(directory)}`];
  const job = [
    `      - run: ${lock === undefined ? isPython ? 'pip install .' : 'npm install' : INSTALL[lock]}`, ...where,
    '      # an open finding fails synth; the audit below reports it',
    `      - run: npx ${isPython ? '--yes aws-cdk@2' : 'cdk'} synth --quiet || true`, ...where,
    `      - uses: cdk-zero-trust/cdk-zero-trust@v${version} # better: the commit of this release`,
    '        with:',
    `          paths: ${directory === '' ? 'cdk.out' : JSON.stringify(`${directory}/cdk.out`)}`,
    ...isPython || directory !== '' ? [`          version: ${version}`] : [],
  ];
  const text = [
    'name: cdk-zero-trust', 'on:', '  pull_request: {}', '  push:', `    branches: [${branch}]`, 'permissions:', '  contents: read', 'jobs:', '  audit:',
    '    runs-on: ubuntu-latest', '    permissions:', '      contents: read', '      security-events: write # code scanning',
    '      pull-requests: write # the comment', '    steps:', '      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', ...job, '',
  ].join('\n');
  const step = (outcome: Step['outcome']): Step => ({
    title: 'Audit each pull request', why: 'Findings appear in code scanning, in the job summary and in one comment.', file, outcome,
  });
  if (existing === undefined) return step({ kind: 'change', isNew: true, text, added: [file] });
  const isThere = existing.includes('cdk-zero-trust/cdk-zero-trust@') && (directory === '' || existing.includes(`${directory}/cdk.out`));
  return step(isThere ? DONE : byHand('the file is there, and is not overwritten', job));
}
