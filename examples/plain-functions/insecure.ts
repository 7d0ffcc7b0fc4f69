import { App, AppProps, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ReportsStack } from './reports-stack';
import { ZeroTrust, ZeroTrustDefaults } from 'cdk-zero-trust';

/**
 * The same app with a function beside it that was written as an L1, with choices that defaults do not undo: a role of
 * somebody else, no network, recursion allowed. Synthesis fails, and says why.
 */
export function insecureApp(props?: AppProps): App {
  const app = new App(props);
  ZeroTrustDefaults.applyTo(app);
  const stack: Stack = new ReportsStack(app, 'Reports', { env: { region: 'eu-west-1' } });
  new CfnFunction(stack, 'Export', {
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: { zipFile: 'exports.handler = async () => {};' },
    role: stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'shared' }),
    recursiveLoop: 'Allow',
  });
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) insecureApp().synth();
