import { App, Stack } from 'aws-cdk-lib';
import { peerDependencies } from '../../package.json';
import { SecureQueue, ZeroTrust } from '../../src';
import { CDK_MINIMUM } from '../../src/core/supported-cdk';

const JSII_TYPE = Symbol.for('jsii.rtti');

/** With the version that aws-cdk-lib says of itself. */
function onVersion<T>(version: string, run: () => T): T {
  const type = (App as any)[JSII_TYPE];
  Object.defineProperty(App, JSII_TYPE, { configurable: true, writable: true, value: { ...type, version } });
  try {
    return run();
  } finally {
    Object.defineProperty(App, JSII_TYPE, { configurable: true, writable: true, value: type });
  }
}

const addQueue = () => new SecureQueue(new Stack(new App(), 'Stack'), 'Queue');
const enforce = () => ZeroTrust.enforce(new App(), { packs: [] });

describe('an aws-cdk-lib that is too old', () => {
  test.each(['2.268.0', '2.99.0', '1.300.0'])('%s is refused by the first construct and by enforce, with both versions', (version) => {
    for (const use of [addQueue, enforce]) {
      expect(() => onVersion(version, use)).toThrow(expect.objectContaining({
        name: 'ZeroTrustError', id: 'CdkTooOld', message: expect.stringContaining(`needs aws-cdk-lib >= ${CDK_MINIMUM}, found ${version}.`),
      }));
    }
  });

  test.each([CDK_MINIMUM, '2.269.1', '2.1000.0', '3.0.0-rc.1', '0.0.0'])('%s is none', (version) => {
    for (const use of [addQueue, enforce]) expect(() => onVersion(version, use)).not.toThrow();
  });

  test('is older than the peer dependency', () => {
    expect(peerDependencies['aws-cdk-lib']).toBe(`^${CDK_MINIMUM}`);
  });
});
