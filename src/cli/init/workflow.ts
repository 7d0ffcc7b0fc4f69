import { byHand, DONE, Step } from './step';

export const WORKFLOW = '.github/workflows/cdk-zero-trust.yml';

const PREPARE = {
  typescript: ['      - run: npm ci', '      # an open finding fails synth; the audit below reports it', '      - run: npx cdk synth --quiet || true'],
  python: ['      - run: pip install -r requirements.txt', '      # an open finding fails synth; the audit below reports it', '      - run: npx --yes aws-cdk@2 synth --quiet || true'],
};

/** Synth and audit of each pull request. A file that is there stays as it is. */
export function workflowStep(language: keyof typeof PREPARE, version: string, existing: string | undefined): Step {
  const job = [
    ...PREPARE[language],
    `      - uses: cdk-zero-trust/cdk-zero-trust@v${version} # better: the commit of this release`,
    '        with:',
    '          paths: cdk.out',
    ...language === 'python' ? [`          version: ${version}`] : [],
  ];
  const text = [
    'name: cdk-zero-trust', 'on:', '  pull_request: {}', '  push:', '    branches: [main]', 'permissions:', '  contents: read', 'jobs:', '  audit:',
    '    runs-on: ubuntu-latest', '    permissions:', '      contents: read', '      security-events: write # code scanning',
    '      pull-requests: write # the comment', '    steps:', '      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', ...job, '',
  ].join('\n');
  const step = (outcome: Step['outcome']): Step => ({
    title: 'Audit each pull request', why: 'Findings appear in code scanning, in the job summary and in one comment.', file: WORKFLOW, outcome,
  });
  if (existing === undefined) return step({ kind: 'change', isNew: true, text, added: [WORKFLOW] });
  return step(existing.includes('cdk-zero-trust/cdk-zero-trust@') ? DONE : byHand('the file is there, and is not overwritten', job));
}
