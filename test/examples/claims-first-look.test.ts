import { App } from 'aws-cdk-lib';
import { addClaimsStacks, claimsApp, DEPLOYED, FIRST_LOOK } from '../../examples/claims-platform/app';

jest.setTimeout(120_000);

const BARE = { account: '111122223333', region: 'eu-west-1' };

function resourcesOf(app: App) {
  const assembly = app.synth();
  const resources = assembly.stacks.flatMap(({ template }) => Object.values<any>(template.Resources));
  return { assembly, resources, types: new Set<string>(resources.map(({ Type }) => Type)) };
}

const stacksWith = (props: object) => {
  const app = new App();
  addClaimsStacks(app, { ...FIRST_LOOK, env: BARE, ...props });
  return resourcesOf(app);
};

/** What a bare account lacks, or what would stay in it. */
const NEEDS: [string, (found: ReturnType<typeof resourcesOf>) => boolean][] = [
  ['signed code', ({ types }) => types.has('AWS::Lambda::CodeSigningConfig')],
  ['a configuration recorder', ({ types }) => types.has('AWS::Config::ConfigRule')],
  ['analyzers', ({ types }) => types.has('AWS::AccessAnalyzer::Analyzer')],
  ['an organisation', ({ resources }) => /aws:(Principal|Resource|Source)OrgID/.test(JSON.stringify(resources))],
  ['certificates', ({ types }) => types.has('AWS::CloudFront::Distribution') || types.has('AWS::ApiGateway::DomainName')],
  ['a Network Firewall', ({ types }) => types.has('AWS::NetworkFirewall::Firewall')],
  ['concurrency of the account', ({ resources }) => resources.some(({ Properties }) => Properties?.ReservedConcurrentExecutions !== undefined)],
  ['an account without a detector, a hub and a Macie session', ({ types }) => ['GuardDuty::Detector', 'SecurityHub::Hub', 'Macie::Session'].some((type) => types.has(`AWS::${type}`))],
  ['a monitor of costs', ({ types }) => types.has('AWS::CE::AnomalySubscription')],
  ['an archive that is locked', ({ types }) => types.has('AWS::KinesisFirehose::DeliveryStream')],
  ['backups', ({ types }) => types.has('AWS::Backup::BackupVault')],
  ['termination protection', ({ assembly }) => assembly.stacks.some(({ terminationProtection }) => terminationProtection)],
];
const needsOf = (found: ReturnType<typeof resourcesOf>) => NEEDS.filter(([, isNeeded]) => isNeeded(found)).map(([name]) => name);

test('with the flag claims-platform needs nothing that a bare account does not have', () => {
  const app = claimsApp({ context: { firstLook: 'true' } }); // as `-c firstLook=true` gives it
  expect(needsOf(resourcesOf(app))).toEqual([]);
  expect(needsOf(stacksWith({}))).toEqual([]);
});

test('without the flag it needs all of that', () => {
  expect(needsOf(stacksWith({ ...DEPLOYED, firstLook: undefined }))).toEqual(NEEDS.map(([name]) => name));
});

test('needs no look-up in a region that is known', () => {
  expect(stacksWith({}).assembly.manifest.missing).toBeUndefined();
});

test('goes with its stacks, but for the record of the account and the log role of API Gateway', () => {
  const { resources } = stacksWith({});
  const kept = resources.filter(({ DeletionPolicy }) => /^Retain/.test(DeletionPolicy ?? '')).map(({ Type }) => Type);
  expect(kept.sort()).toEqual([
    'AWS::ApiGateway::Account', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::S3::Bucket',
  ]);
  expect(JSON.stringify(resources.filter(({ Type }) => Type !== 'AWS::Logs::LogGroup'))).not.toMatch(/"DeletionProtection":"ACTIVE"|"DeletionProtectionEnabled":true|"Mode":"ENABLED"/);
});

test.each([undefined, 'false', ''])('a flag of %p is none', (firstLook) => {
  expect(claimsApp({ context: { firstLook } }).node.findChild('Intake').node.tryFindChild('Edge')).toBeDefined();
});
