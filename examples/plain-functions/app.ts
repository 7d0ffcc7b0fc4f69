import { App, AppProps } from 'aws-cdk-lib';
import { ReportsStack } from './reports-stack';
import { ZeroTrust, ZeroTrustDefaults } from 'cdk-zero-trust';

/** A team's plain stack, filled with secure defaults, and then held to five packs and the library's own rules. */
export function reportsApp(props?: AppProps): App {
  const app = new App(props);
  ZeroTrustDefaults.applyTo(app);
  new ReportsStack(app, 'Reports', { env: { region: 'eu-west-1' } });
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) reportsApp().synth();
