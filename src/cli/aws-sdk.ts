import { AwsError } from '../sign/aws-error';

/**
 * The AWS SDK packages of whoever runs a command: of its working directory, or beside this package. None is a dependency, as audits need none.
 *
 * Throws an error that names the `npm install` command.
 */
export function awsSdk(packages: string[]): any { // eslint-disable-line @typescript-eslint/no-explicit-any -- callers name the types
  try {
    return Object.assign({}, ...packages.map((name) => {
      const path = require.resolve(name, { paths: [process.cwd(), __dirname] });
      return require(path); // eslint-disable-line @typescript-eslint/no-require-imports
    }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new AwsError(`This command asks AWS by the AWS SDK, which is not installed: npm install --save-dev ${packages.join(' ')}`);
  }
}
