import { App, Aspects, CfnResource, IAspect, Stack, Tags, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { DataClass, DataKey, GuardMode, Profile, RuntimeGuard, SecureFunction, TrustZone, ZeroTrust } from '../../src';
import { findingsOf } from '../support/packs';

interface Made {
  readonly app: App;
  readonly key: DataKey;
  readonly fn: SecureFunction;
}

/** What is said against an app with a restricted key under HIPAA and a function that declares a downgrade, after other code changed it. */
function foundAfter(change: (made: Made) => void): string[] {
  const { open } = findingsOf((app) => {
    const stack = new Stack(app, 'Stack');
    const zone = new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
    const fn = new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => 1'), zone });
    fn.declassify(DataClass.RESTRICTED, DataClass.INTERNAL, 'counts only');
    change({ app, fn, key: zone.key(DataClass.RESTRICTED) });
    ZeroTrust.enforce(app, { packs: [] });
  }, []);
  return open.filter(({ rule }) => rule === 'ZT-DECLARED').map(({ path }) => path);
}

const resourceOf = (construct: IConstruct) => construct.node.defaultChild as CfnResource;
const METADATA = 'zero-trust:declassification';
const KEY = ['Stack/Zone/RestrictedKey/Resource'];
const FN = ['Stack/Fn/Resource'];

test('what the constructs write is what they hold', () => {
  expect(foundAfter(() => undefined)).toEqual([]);
});

test('other tags and metadata are nobody\'s claim', () => {
  expect(foundAfter(({ app, fn }) => {
    Tags.of(app).add('team', 'payments');
    resourceOf(fn).addMetadata('owner', 'payments');
  })).toEqual([]);
});

test.each<[string, string[], (made: Made) => void]>([
  ['a lower class by Tags', KEY, ({ key }) => Tags.of(key).add('zero-trust:data-class', 'PUBLIC')],
  ['no class by Tags', KEY, ({ key }) => Tags.of(key).remove('zero-trust:data-class')],
  ['no tags by a property override', KEY, ({ key }) => resourceOf(key).addPropertyDeletionOverride('Tags')],
  ['a lower class by an override', KEY, ({ key }) => resourceOf(key).addOverride('Properties.Tags', [
    { Key: 'zero-trust:data-class', Value: 'INTERNAL' }, { Key: 'zero-trust:profile', Value: 'HIPAA' },
  ])],
  ['no profile by Tags', KEY, ({ key }) => Tags.of(key).remove('zero-trust:profile')],
  ['another profile by an aspect', KEY, ({ app, key }) => {
    const changes: IAspect = { visit: (node) => void (node === resourceOf(key) && resourceOf(key).addPropertyOverride('Tags', [{ Key: 'zero-trust:profile', Value: 'SANDBOX' }])) };
    Aspects.of(app).add(changes);
  }],
  ['a wider downgrade in metadata', FN, ({ fn }) => resourceOf(fn).addMetadata(METADATA, [{ From: 'RESTRICTED', To: 'PUBLIC', Reason: 'x' }])],
  ['a wider downgrade by an override', FN, ({ fn }) => resourceOf(fn).addOverride(`Metadata.${METADATA}`, [{ From: 'RESTRICTED', To: 'PUBLIC', Reason: 'x' }])],
])('%s is told on the resource', (_, path, change) => {
  expect(new Set(foundAfter(change))).toEqual(new Set(path));
});

test('a downgrade that is taken back is told by the rules on flows, and not here', () => {
  expect(foundAfter(({ fn }) => resourceOf(fn).addOverride(`Metadata.${METADATA}`, undefined))).toEqual([]);
});

test('a function without a construct of this library declares a downgrade by an acknowledgement', () => {
  const plain = (isAcknowledged: boolean) => foundAfter(({ fn }) => {
    const other = new CfnResource(Stack.of(fn), 'Plain', { type: 'AWS::Lambda::Function', properties: { Runtime: 'nodejs24.x' } });
    other.addMetadata(METADATA, [{ From: 'RESTRICTED', To: 'PUBLIC', Reason: 'counts only' }]);
    if (isAcknowledged) Validations.of(other).acknowledge({ id: 'ZeroTrust::ZT-DECLARED', reason: 'It counts only.' });
  });
  expect(plain(false)).toEqual(['Stack/Plain']);
  expect(plain(true)).toEqual([]);
});

describe('a runtime guard', () => {
  const GUARD = 'zero-trust:guard';
  const after = (change: (fn: SecureFunction) => void) => foundAfter(({ fn }) => {
    new RuntimeGuard(fn.zone, 'Guard', { mode: GuardMode.BLOCK }).protect(fn);
    change(fn);
  });

  test('is what its construct holds', () => {
    expect(after(() => undefined)).toEqual([]);
  });

  test.each<[string, (fn: SecureFunction) => void]>([
    ['metadata that are gone', (fn) => resourceOf(fn).addOverride(`Metadata.${GUARD}`, undefined)],
    ['another mode in metadata and policy', (fn) => {
      resourceOf(fn).addOverride(`Metadata.${GUARD}.Mode`, 'monitor');
      resourceOf(fn).addPropertyOverride('Environment.Variables.ZT_GUARD', '{"v":1,"m":"monitor","h":[]}');
    }],
    ['another mode in the policy alone', (fn) => resourceOf(fn).addPropertyOverride('Environment.Variables.ZT_GUARD', '{"v":1,"m":"monitor","h":[]}')],
    ['another layer in metadata', (fn) => resourceOf(fn).addOverride(`Metadata.${GUARD}.Layer`, 'a'.repeat(64))],
    ['an opening in metadata', (fn) => resourceOf(fn).addOverride(`Metadata.${GUARD}.Openings`, [{ Name: 'code', Reason: 'x' }])],
  ])('%s: is told on the function', (_, change) => {
    expect(new Set(after(change))).toEqual(new Set(FN));
  });

  test('that no construct made is told too', () => {
    expect(new Set(foundAfter(({ fn }) => resourceOf(fn).addMetadata(GUARD, { Mode: 'block' })))).toEqual(new Set(FN));
  });
});
