import { App, AppProps } from 'aws-cdk-lib';
import { AccountStack } from './account-stack';
import { AssessmentStack } from './assessment-stack';
import { ClaimsStackProps } from './claims-stack-props';
import { IntakeStack } from './intake-stack';
import { ZeroTrust } from 'cdk-zero-trust';

/** The stacks of the platform: what is true of the account, the zone that assesses claims, and the zone that takes them in. */
export function addClaimsStacks(app: App, props: ClaimsStackProps = {}): void {
  const account = new AccountStack(app, 'Account', props);
  const assessment = new AssessmentStack(app, 'Assessment', { ...props, account });
  new IntakeStack(app, 'Intake', { ...props, account, assessment });
}

/** The app as it is deployed: its stacks, held to five packs and the library's own rules. */
export function claimsApp(props?: AppProps, stackProps?: ClaimsStackProps): App {
  const app = new App(props);
  addClaimsStacks(app, stackProps);
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) claimsApp().synth();
