import type { awscdk } from 'projen';
import { Transform } from 'projen/lib/javascript';

/** Tests are transformed by swc, which only strips types; `tsc` checks the types of all of them first (`typecheckTests`). */
export function transformTestsWithSwc(project: awscdk.AwsCdkConstructLibrary): void {
  project.deps.removeDependency('ts-jest');
  // the platform packages of newer ones of @swc/core are not all on the registry that we install from: see unrs-resolver in .projenrc.ts
  project.addDevDeps('@swc/core@1.16.18', '@swc/jest@^0.2.39');
  project.jest!.config.transform = {
    '^.+\\.tsx?$': new Transform('@swc/jest', {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    }),
  };
}
