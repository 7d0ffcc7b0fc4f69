import pins from './data/action-pins.json';

/** The same in every CI system: what a job without credentials does. */
export const JUDGE = [
  'npm ci',
  'npx cdk synth --quiet',
  'npx --no -- cdk-zero-trust gate cdk.out --out evidence',
];

/** What the job that deploys does with what the first one kept: nothing is built or synthesised where credentials are. */
export const PREPARE = [
  'npm ci --ignore-scripts',
  'npx --no -- cdk-zero-trust gate cdk.out --verify evidence',
];

/** With credentials. An app that is not deployed yet has nothing to compare with. */
export const DEPLOY = [
  'npx --no -- cdk-zero-trust pipeline deployed cdk.out --out deployed',
  'test -z "$(ls deployed)" || npx --no -- cdk-zero-trust diff deployed cdk.out',
  'npx cdk deploy --app cdk.out --all --require-approval never',
];

export const KEPT = ['cdk.out', 'evidence'];
export const NODE = '24';

/** An action with its commit, and its version as a comment. */
export function pinned(action: keyof typeof pins): string {
  const { sha, version } = pins[action];
  return `${action}@${sha} # ${version}`;
}
