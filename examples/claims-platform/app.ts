import { App, AppProps } from 'aws-cdk-lib';
import { AccountStack } from './account-stack';
import { AssessmentStack } from './assessment-stack';
import { ClaimsStackProps } from './claims-stack-props';
import { IntakeStack } from './intake-stack';
import { NoticesStack } from './notices-stack';
import { Capability, Profile, ZeroTrust } from 'cdk-zero-trust';

/** As it could be deployed: a region for the data, and names with certificates that were issued before. */
export const DEPLOYED: ClaimsStackProps = {
  env: { region: 'eu-west-1' },
  organizationId: 'o-a1b2c3d4e5',
  site: {
    domainName: 'claims.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000001',
    apiDomainName: 'api.claims.example.com',
    apiCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000002',
    clientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000003',
    trustStoreBucket: 'claims-example-trust-store',
    trustStoreVersion: '3HL4kqtJlcpXrof3vjVBH40Nrjfkd',
  },
  costs: {
    monthlyBudgetUsd: 1_500,
    anomalyMonitorArn: 'arn:aws:ce::111122223333:anomalymonitor/0a1b2c3d-0000-4000-8000-000000000004',
  },
};

/** As it can be deployed into a bare account, to look at it: `cdk deploy --all -c firstLook=true`. README says what is switched off. */
export const FIRST_LOOK: ClaimsStackProps = {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
  firstLook: true,
};

/** The stacks of the platform, kept as claims of injured people must be: what is true of the account, the zone that assesses claims with its notices, and the zone that takes them in. */
export function addClaimsStacks(app: App, props: ClaimsStackProps = DEPLOYED): void {
  (props.firstLook ? Profile.SANDBOX : Profile.HIPAA).applyTo(app);
  const account = new AccountStack(app, 'Account', props);
  const assessment = new AssessmentStack(app, 'Assessment', { ...props, account });
  new NoticesStack(app, 'Notices', { ...props, assessment });
  new IntakeStack(app, 'Intake', { ...props, account, assessment });
}

/** What HIPAA requires of the account: the security account reviews access for the whole organization, the rest is the platform's own. */
export const REQUIRED = [
  Capability.AUDIT_TRAIL,
  Capability.THREAT_DETECTION,
  Capability.INCIDENT_RESPONSE,
  Capability.SIEM,
  Capability.ACCESS_REVIEW.providedBy(
    'IAM Access Analyzer of the organization', 'arn:aws:access-analyzer:eu-west-1:444455556666:analyzer/organization', 'security-team'),
  Capability.WEB_FIREWALL,
];

/** The app as it is deployed: its stacks, held to five packs and the library's own rules. */
export function claimsApp(props?: AppProps, stackProps?: ClaimsStackProps): App {
  const app = new App(props);
  if (String(app.node.tryGetContext('firstLook')) === 'true') {
    // not judged: that these safeguards are off is what a first look is
    addClaimsStacks(app, FIRST_LOOK);
    return app;
  }
  addClaimsStacks(app, stackProps);
  ZeroTrust.enforce(app, { required: REQUIRED });
  return app;
}

if (require.main === module) claimsApp().synth();
