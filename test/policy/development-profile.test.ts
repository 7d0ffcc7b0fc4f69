import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DataClass, Profile, RuleSetting, SecureApi, SecureFunction, TrustZone, ZeroTrust, ZoneNetwork } from '../../src';
import { synthesise } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

function build(app: App): void {
  new SecureFunction(new Stack(app, 'Stack'), 'Fn', { code });
}

describe('an app of the development profile', () => {
  test('enforced, has no open finding', () => {
    const { failed, open } = synthesise((app) => {
      ZeroTrust.enforce(app, { profile: Profile.DEVELOPMENT });
      build(app);
    });
    expect({ failed, open }).toEqual({ failed: false, open: [] });
  });

  test('that an organisation made its own, too', () => {
    const { open } = synthesise((app) => {
      ZeroTrust.enforce(app, { profile: Profile.DEVELOPMENT.customize({ name: 'ACME-DEV' }) });
      build(app);
    });
    expect(open).toEqual([]);
  });

  test('does not pass where it is applied and something else is enforced: nobody said that the app is a sandbox', () => {
    const { failed, open } = synthesise((app) => {
      Profile.DEVELOPMENT.applyTo(app);
      build(app);
      ZeroTrust.enforce(app, { packs: [] });
    });
    expect(failed).toBe(true);
    expect(open).toContain('error ZT-KMS-008 Stack/TrustZone/ConfidentialKey/Resource');
  });

  test('lets its own settings of rules go before', () => {
    const { open } = synthesise((app) => {
      ZeroTrust.enforce(app, { profile: Profile.DEVELOPMENT, rules: [RuleSetting.severity('ZT-LOGS-001', 'low' as any, 'asked for by the platform team')] });
      build(app);
    });
    expect(open.map((line) => line.split(' ')[1])).toContain('ZT-LOGS-001');
  });

  test('has one key for all classes, functions outside of a network unless it is given one, and no web firewall unless it is given one', () => {
    const app = new App();
    Profile.DEVELOPMENT.applyTo(app);
    const stack = new Stack(app, 'Stack');
    const zone = TrustZone.of(stack);
    expect(zone.hasNetwork).toBe(false);
    expect(zone.key(DataClass.RESTRICTED)).toBe(zone.key(DataClass.INTERNAL));
    const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true });
    expect(() => api.firewall).toThrow(expect.objectContaining({ id: 'NoFirewall' }));
    expect(new TrustZone(new Stack(app, 'Other'), 'Zone', { network: ZoneNetwork.isolated() }).hasNetwork).toBe(true);
    expect(zone.node.metadata.map(({ data }) => data)).toContainEqual(expect.stringContaining('a sandbox, not for production'));
  });
});

test('BASELINE has a key for each class, a network and a web firewall', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = TrustZone.of(stack);
  expect(zone.hasNetwork).toBe(true);
  expect(zone.key(DataClass.RESTRICTED)).not.toBe(zone.key(DataClass.INTERNAL));
  expect(new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).firewall).toBeDefined();
});
