import { inside, Place, ROOT } from './place';
import { DEPLOY, JUDGE, KEPT, NODE, pinned, PREPARE } from './steps';

const runs = (commands: string[]) => commands.map((command) => `      - run: ${command}`);

/** Where the commands run: paths of actions are those of the repository. */
const folderOf = (directory: string) => (directory === '' ? [] : ['defaults:', '  run:', `    working-directory: ${JSON.stringify(directory)}`]);

/** A workflow of GitHub Actions: the environment `production` has the variables, and the rules that protect it. */
export function gitHubWorkflow({ directory, branch }: Place = ROOT): string {
  const checkout = [`      - uses: ${pinned('actions/checkout')}`, '        with:', '          persist-credentials: false'];
  const node = [`      - uses: ${pinned('actions/setup-node')}`, '        with:', `          node-version: '${NODE}'`];
  return [
    'name: deploy',
    'on:',
    '  pull_request: {}',
    '  push:',
    `    branches: [${branch}]`,
    'permissions: {}',
    ...folderOf(directory),
    'concurrency:',
    '  group: deploy-${{ github.ref }}',
    '  cancel-in-progress: false # of a deployment that has begun',
    'jobs:',
    '  judge:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    permissions:',
    '      contents: read # and no id-token: what builds has no credentials',
    '    steps:',
    ...checkout,
    ...node,
    '      - run: pipx install semgrep==1.185.0 # the scanner that zero-trust-gate.json has for SAST',
    ...runs(JUDGE),
    '      - if: always()',
    `        uses: ${pinned('actions/upload-artifact')}`,
    '        with:',
    '          name: judged',
    '          include-hidden-files: true',
    '          path: |',
    ...KEPT.map((path) => `            ${inside(directory, path)}`),
    '  deploy:',
    "    if: github.event_name == 'push'",
    '    needs: judge',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    '    environment: production # its protection rules approve; Subject.environment(…, \'production\', …) is its subject',
    '    permissions:',
    '      contents: read',
    '      id-token: write',
    '    steps:',
    ...checkout,
    ...node,
    `      - uses: ${pinned('actions/download-artifact')}`,
    '        with:',
    '          name: judged',
    ...directory === '' ? [] : [`          path: ${JSON.stringify(directory)}`], // an artifact begins where its paths part
    ...runs(PREPARE),
    `      - uses: ${pinned('aws-actions/configure-aws-credentials')}`,
    '        with:',
    '          role-to-assume: ${{ vars.AWS_DEPLOY_ROLE_ARN }}',
    '          aws-region: ${{ vars.AWS_REGION }}',
    ...runs(DEPLOY),
    '',
  ].join('\n');
}
