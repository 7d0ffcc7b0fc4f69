import type { awscdk } from 'projen';

/** What knows templates only: it audits any template, so it imports neither constructs nor the CDK. */
export const JUDGE = ['model', 'rules', 'frameworks', 'waivers', 'graph', 'report', 'attest', 'sign', 'gate', 'cli'];
/** What makes templates. */
const BUILDER = [
  'core', 'zone', 'data', 'compute', 'secrets', 'identity', 'api', 'edge', 'observe', 'detect', 'respond', 'guard', 'deliver', 'compliance', 'defaults',
];
/** The rooms that each room may import; a room that is not listed may import none. */
const MAY_IMPORT: Record<string, string[]> = {
  model: [],
  frameworks: [],
  waivers: [],
  graph: ['model'],
  rules: ['model', 'graph'],
  report: ['rules', 'frameworks', 'waivers', 'model', 'graph'],
  gate: ['rules', 'waivers', 'model', 'graph', 'report'],
  attest: ['model'],
  sign: ['attest', 'model'],
  cli: JUDGE.filter((room) => room !== 'cli'),
  core: [],
  zone: ['core'],
  ...Object.fromEntries(BUILDER.slice(2).map((room) => [room, BUILDER.filter((other) => other !== room)])),
  // its packs are made from data beside the frameworks, and rules read what its controls record
  compliance: [...BUILDER.filter((other) => other !== 'compliance'), 'frameworks', 'model'],
  policy: [...BUILDER, ...JUDGE.filter((room) => room !== 'cli')],
};

/** Lint keeps the directions of the house, and no file imports itself in a circle, types included. */
export function applyHouse(project: awscdk.AwsCdkConstructLibrary): void {
  if (!project.eslint) return;
  // one project that lists every file, instead of the nearest tsconfig.json: test/, examples/ and bench/ have none
  project.eslint.config.parserOptions = { ecmaVersion: 2018, sourceType: 'module', project: './tsconfig.dev.json' };
  project.eslint.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';
  project.eslint.addRules({
    'import/no-cycle': ['error', { ignoreExternal: true }],
    'import/no-restricted-paths': ['error', {
      zones: Object.entries(MAY_IMPORT).map(([room, others]) => ({
        target: `./src/${room}`,
        from: './src',
        except: [room, ...others].map((one) => `./${one}`),
        message: `src/${room} may import ${others.join(', ') || 'no other room'}: see the map in CONTRIBUTING.md.`,
      })),
    }],
  });
  // the door and the commands load the heavy half of their work when it is asked for; `typeof import()` keeps the types
  project.eslint.addOverride({
    files: ['src/policy/**/*.ts', 'src/cli/**/*.ts', 'src/report/unused-grants.ts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.\\.?/'] }] },
  });
  project.eslint.addOverride({
    files: JUDGE.map((room) => `src/${room}/**/*.ts`),
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{ group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'], message: 'This room knows templates only, so that it can audit any template.' }],
      }],
    } as any,
  });
}
