import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  AuditTrail, DataClass, EdgeDistribution, EdgeOrigin, JwtAuthorizer, Profile, RouteAuthorizer, SecureApi, SecureBucket, SecureDatabase,
  SecureEventBus, SecureFunction, SecureLogGroup, SecureQueue, SecureSecret, SecureTable, SecureUserPool, SiemExport, ThreatDetection, TokenKeys,
  TrustZone, Waiver, ZeroTrust, ZeroTrustDefaults,
} from '../../src';
import { clock } from '../../src/model/clock';

beforeEach(() => {
  jest.spyOn(clock, 'today').mockReturnValue('2026-06-15');
  // findings that are warnings are no matter here
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const FRANKFURT = { env: { account: '111122223333', region: 'eu-central-1' } };
const ACME = Profile.HIPAA.customize({ name: 'ACME', logRetention: RetentionDays.TEN_YEARS, trailLock: Duration.days(4000), keyDeletionWindow: Duration.days(20) });
const LATE = { HIPAA: Profile.HIPAA, PCI_DSS: Profile.PCI_DSS, GDPR: Profile.GDPR, BASELINE: Profile.BASELINE, ACME };

/** One of everything that takes something of its profile. */
function everything(app: App, props = FRANKFURT): Stack {
  const stack = new Stack(app, 'Stack', { ...props, terminationProtection: true });
  const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const fn = new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
  table.grantReadData(fn);
  new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' });
  new SecureQueue(stack, 'Queue');
  new SecureEventBus(stack, 'Bus');
  new SecureSecret(stack, 'Secret', { dataClass: DataClass.RESTRICTED });
  new SecureLogGroup(stack, 'Own', { retention: RetentionDays.TWO_YEARS });
  new SecureDatabase(stack, 'Database');
  new ThreatDetection(stack, 'Threats');
  const users = new SecureUserPool(stack, 'Users');
  const api = new SecureApi(stack, 'Api', {
    keepExecuteApiEndpoint: true,
    authorizer: RouteAuthorizer.jwt(new JwtAuthorizer(stack, 'Tokens', {
      issuer: 'https://login.example.com', audiences: ['notes'], keys: TokenKeys.fetchedOutsideNetwork('a zone beside the zone'),
    })),
  });
  api.addRoute('GET /notes', fn);
  expect(users.zone).toBe(api.zone);
  new AuditTrail(stack, 'Trail');
  new SiemExport(TrustZone.of(stack), 'Siem');
  return stack;
}

/** Without the order of things, which says nothing. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
};

function templates(build: (app: App) => void): unknown {
  const app = new App({ context: { 'aws:cdk:disable-stack-trace': true } });
  build(app);
  return sorted(Object.fromEntries(app.synth().stacks.map(({ stackName, template }) => [stackName, template])));
}

describe.each(Object.entries(LATE))('profile %s', (name, profile) => {
  const early = () => templates((app) => {
    profile.applyTo(app);
    everything(app);
  });

  test('makes the same templates when it is applied after the stacks as before them', () => {
    const before = early();
    expect(templates((app) => { everything(app); profile.applyTo(app); })).toEqual(before);
    expect(JSON.stringify(before) === JSON.stringify(templates((app) => { everything(app); }))).toBe(name === 'BASELINE');
  });
});

describe('ZeroTrust.enforce with a profile', () => {
  const enforce = (app: App, profile: Profile, waivers: Waiver[] = []) => (
    ZeroTrust.enforce(app, { profile, waivers, packs: [], quiet: true, required: [] })
  );
  const bare = (app: App) => new SecureQueue(new Stack(app, 'Stack', FRANKFURT), 'Queue');

  test.each(['before', 'between', 'after'])('is of every zone, made %s the others', (order) => {
    const app = new App();
    const make = (id: string) => TrustZone.of(new SecureQueue(new Stack(app, id, FRANKFURT), 'Queue'));
    const zones: TrustZone[] = [];
    if (order === 'before') enforce(app, Profile.HIPAA);
    zones.push(make('A'));
    if (order === 'between') enforce(app, Profile.HIPAA);
    zones.push(make('B'));
    if (order === 'after') enforce(app, Profile.HIPAA);
    expect(zones.map(({ profile }) => profile)).toEqual([Profile.HIPAA, Profile.HIPAA]);
    expect(zones.map(({ logRetention }) => logRetention)).toEqual([2192, 2192]);
    const keys = app.synth().stacks.flatMap(({ template }) => Object.values<any>(template.Resources)).filter(({ Type }) => Type === 'AWS::KMS::Key');
    expect(keys.map(({ Properties: { Tags } }) => Tags.find(({ Key }: any) => Key === 'zero-trust:profile')?.Value)).toEqual(['HIPAA', 'HIPAA']);
  });

  test.each(['before', 'between', 'after'])('takes its waivers as well, called %s the stacks', (order) => {
    const synth = (waived: boolean) => {
      const app = new App();
      const waivers = waived ? [new Waiver({
        rule: 'ZT-LOGS-010', path: 'Stack/Logs', owner: 'team', reason: 'A test of the order.', ticket: 'T-1', expires: '2026-12-31',
      })] : [];
      if (order === 'before') enforce(app, Profile.HIPAA, waivers);
      const stack = new Stack(app, 'Stack', FRANKFURT);
      if (order === 'between') enforce(app, Profile.HIPAA, waivers);
      new SecureLogGroup(stack, 'Logs', { retention: RetentionDays.ONE_YEAR });
      if (order === 'after') enforce(app, Profile.HIPAA, waivers);
      return () => app.synth();
    };
    expect(synth(false)).toThrow(/ZT-LOGS-010/);
    expect(synth(true)).not.toThrow();
  });

  test.each([Profile.DEVELOPMENT, Profile.SANDBOX])('that makes other parts throws after them, names what is built, and changes nothing: %#', (profile) => {
    const app = new App();
    const { zone } = bare(app);
    expect(() => enforce(app, profile)).toThrow(failsWith('ProfileTooLate'));
    expect(() => enforce(app, profile)).toThrow(/\[Stack\/TrustZone\].* Built with BASELINE are Stack\/Queue\. /);
    expect(zone.profile).toBe(Profile.BASELINE);
  });

  test('that makes other parts is fine while nothing is built', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Stack', FRANKFURT), 'Zone');
    enforce(app, Profile.DEVELOPMENT);
    expect(zone.hasNetwork).toBe(false);
    expect(zone._removalPolicy).toBe('destroy');
    expect(zone.node.metadata.map(({ data }) => data)).toEqual(expect.arrayContaining([expect.stringContaining('profile DEVELOPMENT: a sandbox')]));
  });

  test('throws for a region outside of it, where the stack is made before', () => {
    const app = new App();
    new SecureQueue(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } }), 'Queue');
    expect(() => enforce(app, Profile.GDPR)).toThrow(failsWith('OutsideResidency'));
  });

  test('throws for what is at the edge outside of it', () => {
    const app = new App();
    const bucket = new SecureBucket(new Stack(app, 'Stack', FRANKFURT), 'Site', { withoutReplica: 'a test' });
    new EdgeDistribution(Stack.of(bucket), 'Cdn', { origin: EdgeOrigin.bucket(bucket), keepCloudFrontDomain: true });
    expect(() => enforce(app, Profile.GDPR)).toThrow(failsWith('OutsideResidency'));
  });

  test('leaves zones of a nearer scope, unless it is enforced', () => {
    const app = new App();
    const stage = new Stage(app, 'Cards', FRANKFURT);
    Profile.PCI_DSS.applyTo(stage);
    const near = TrustZone.of(new SecureQueue(new Stack(stage, 'Stack'), 'Queue'));
    const far = TrustZone.of(bare(app));
    Profile.HIPAA.applyTo(app);
    expect([near.profile, far.profile]).toEqual([Profile.PCI_DSS, Profile.HIPAA]);
    expect(() => enforce(app, Profile.HIPAA)).toThrow(failsWith('OtherProfile'));
  });

  test('throws where code has read how long logs are kept, and it is another time', () => {
    const app = new App();
    ZeroTrustDefaults.applyTo(app);
    const { zone } = bare(app);
    expect(zone.logRetention).toBe(365);
    expect(() => enforce(app, Profile.HIPAA)).toThrow(/how long logs are kept/);
    enforce(app, Profile.PCI_DSS);
    expect(zone.profile).toBe(Profile.PCI_DSS);
  });

  test('comes with what it requires: applied after enforce, it throws', () => {
    const app = new App();
    ZeroTrust.enforce(app, { packs: [], quiet: true });
    expect(() => Profile.HIPAA.applyTo(app)).toThrow(failsWith('ProfileTooLate'));
    expect(() => Profile.HIPAA.applyTo(app)).toThrow(/ZeroTrust.enforce\(app, \{ profile: Profile.HIPAA \}\)/);
  });
});
