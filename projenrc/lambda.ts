import { javascript } from 'projen';

/** How esbuild bundles the Lambda handlers: in the bundle tasks, and where scripts/ ask what is in a bundle. */
export const LAMBDA_BUNDLE = {
  platform: 'node' as const,
  target: 'node22',
  format: 'cjs' as const,
  externals: ['@aws-sdk/*'], // provided by the Lambda runtime
  watchTask: false,
  logLevel: javascript.BundleLogLevel.WARNING,
};
