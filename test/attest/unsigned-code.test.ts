import { SIGNED_MANIFEST } from '../../src/attest/signed-manifest';
import { unsignedCode } from '../../src/attest/unsigned-code';

const BUCKET = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';
const stored = (key: string) => ({ bucket: 'cdk-hnb659fds-assets-111122223333-eu-west-1', key, versionId: 'v1', sha256: 'a'.repeat(64) });
const MANIFEST = JSON.stringify({
  schemaVersion: '1.0', profiles: {}, code: [{ assetHash: 'a', account: '111122223333', region: 'eu-west-1', jobId: 'j', source: stored('a.zip'), signed: stored('signed/a.zip') }],
});
const signed = (more: object = {}) => ({ S3Bucket: { 'Fn::Sub': BUCKET }, S3Key: 'signed/a.zip', S3ObjectVersion: 'v1', ...more });
const UNSIGNED = signed({ S3Key: 'evil.zip' });
const fn = (properties: object) => ({ Type: 'AWS::Lambda::Function', Properties: { CodeSigningConfigArn: 'arn', Code: signed(), ...properties } });
const layer = (content: object) => ({ Type: 'AWS::Lambda::LayerVersion', Properties: { Content: content } });
const refused = (...stacks: object[]) => unsignedCode(stacks.map((Resources, i) => ({ id: `S${i}`, text: '', template: { Resources } })), MANIFEST).map(({ subject, what }) => `${subject}: ${what}`);

test.each<[string, object]>([
  ['of the manifest', { Code: signed() }], ['in a bucket by its name', { Code: signed({ S3Bucket: stored('').bucket }) }],
  ['with a layer of elsewhere by its ARN', { Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:3'] }], ['that no configuration checks', { CodeSigningConfigArn: undefined, Code: { ZipFile: 'x' } }],
])('code %s is signed', (_, properties) => expect(refused({ Fn: fn(properties) })).toEqual([]));

test.each<[string, object, RegExp]>([
  ['in the bucket of another', { Code: signed({ S3Bucket: 'mine' }) }, /in another bucket/], ['in a bucket that a parameter names', { Code: signed({ S3Bucket: { Ref: 'P' } }) }, /in another bucket/],
  ['in no bucket', { Code: signed({ S3Bucket: undefined }) }, /in another bucket/], ['that is inline as well', { Code: signed({ ZipFile: 'x' }) }, /something else as well/],
  ['that is an image as well', { Code: signed({ ImageUri: 'x' }) }, /something else as well/], ['inline', { Code: { ZipFile: 'x' } }, /cannot be signed/], ['in an image', { Code: { ImageUri: 'x' } }, /cannot be signed/],
  ['that a condition chooses', { Code: { 'Fn::If': ['C', signed(), { ZipFile: 'x' }] } }, /cannot be signed/], ['whose version is a parameter', { Code: signed({ S3ObjectVersion: { Ref: 'P' } }) }, /is not in/],
])('code %s is refused', (_, properties, why) => expect(refused({ Fn: fn(properties) })).toEqual([expect.stringMatching(why)]));

describe('a layer of a function that is checked is checked', () => {
  const NOT_SIGNED = `its code (evil.zip, version v1) is not in ${SIGNED_MANIFEST}.`;
  test.each<[string, unknown]>([
    ['by its name', [{ Ref: 'Layer' }]], ['in one branch of a condition', [{ 'Fn::If': ['C', { Ref: 'Layer' }, { Ref: 'AWS::NoValue' }] }]],
    ['in a list that a condition chooses', { 'Fn::If': ['C', [{ Ref: 'Layer' }], []] }], ['by a text that is filled in', [{ 'Fn::Join': ['', [{ Ref: 'Layer' }]] }]],
  ])('that is named %s', (_, Layers) => expect(refused({ Fn: fn({ Layers }), Layer: layer(UNSIGNED) })).toEqual([`S0/Layer: ${NOT_SIGNED}`]));

  test.each<[string, unknown]>([['an export', { 'Fn::ImportValue': 'x' }], ['a parameter', { Ref: 'P' }], ['an output', { 'Fn::GetAtt': ['Nested', 'Outputs.L'] }]])(
    'that comes from another stack by %s', (_, one) => expect(refused({ Fn: fn({ Layers: [one] }) }, { Layer: layer(UNSIGNED) })).toEqual([`S1/Layer: ${NOT_SIGNED}`]));

  test('and no other', () => expect(refused({ Fn: fn({ Layers: [{ Ref: 'Layer' }] }), Layer: layer(signed()), Other: layer(UNSIGNED) }, { Layer: layer(UNSIGNED) })).toEqual([]));
});

test('a function of AWS SAM with a configuration is refused, as nothing of ours signs it', () => {
  const sam = { Type: 'AWS::Serverless::Function', Properties: { CodeSigningConfigArn: 'arn', CodeUri: './src' } };
  expect(refused({ Fn: sam })).toEqual(['S0/Fn: AWS SAM packages its code, and cdk-zero-trust sign does not sign it.']);
});
