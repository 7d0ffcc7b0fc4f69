import type { awscdk } from 'projen';

const REPOSITORY = 'https://github.com/cdk-zero-trust/cdk-zero-trust';

/** What npm publishes: its front page, its doors, and nothing that nobody runs. */
export function describePackage(project: awscdk.AwsCdkConstructLibrary): void {
  project.package.addField('homepage', `${REPOSITORY}#readme`);
  project.package.addField('bugs', { url: `${REPOSITORY}/issues` });
  // jsii's tools read these files by name; everything else inside is ours to move
  project.package.addField('exports', {
    '.': { types: './lib/index.d.ts', default: './lib/index.js' },
    './rules': { types: './lib/rules/authoring/index.d.ts', default: './lib/rules/authoring/index.js' },
    './package.json': './package.json',
    './.jsii': './.jsii',
  });
  // compilers that resolve as Node.js 10 did look for types here, and at no exports
  project.package.addField('typesVersions', { '*': { rules: ['./lib/rules/authoring/index.d.ts'] } });
  project.package.setScript('prepack', 'tsx scripts/prune-bundled.ts');
  for (const page of ['/API.md', '/RULES.md']) project.addPackageIgnore(page);
  project.gitignore.exclude('/THIRD-PARTY-LICENSES'); // made by the bundle task
}
