import { matches } from './event-pattern';

const finding = { source: 'aws.securityhub', detail: { severity: 7, findings: [{ Label: 'LOW' }, { Label: 'HIGH' }], user: { type: 'Root' } } };

test.each<[string, object, boolean]>([
  ['a value', { source: ['aws.macie', 'aws.securityhub'] }, true],
  ['another value', { source: ['aws.macie'] }, false],
  ['a value further in', { detail: { user: { type: ['Root'] } } }, true],
  ['a value further in that is not there', { detail: { user: { type: ['Root'], arn: ['x'] } } }, false],
  ['an object that is not there', { detail: { bucket: { name: ['x'] } } }, false],
  ['one of several elements', { detail: { findings: { Label: ['HIGH'] } } }, true],
  ['none of several elements', { detail: { findings: { Label: ['CRITICAL'] } } }, false],
  ['a number at its limit', { detail: { severity: [{ numeric: ['>=', 7] }] } }, true],
  ['a number over its limit', { detail: { severity: [{ numeric: ['>', 0, '<', 7] }] } }, false],
  ['a number where there is none', { detail: { other: [{ numeric: ['>=', 0] }] } }, false],
  ['a prefix', { source: [{ prefix: 'aws.' }] }, true],
  ['another prefix', { source: [{ prefix: 'custom.' }] }, false],
  ['anything but another', { source: [{ 'anything-but': ['aws.macie'] }] }, true],
  ['anything but this', { source: [{ 'anything-but': 'aws.securityhub' }] }, false],
  ['what must not be there', { detail: { errorCode: [{ exists: false }] } }, true],
  ['what must not be there and is', { source: [{ exists: false }] }, false],
])('%s', (_name, pattern, expected) => {
  expect(matches(pattern, finding)).toBe(expected);
});

test('a comparison that it does not know is no match and no mismatch', () => {
  expect(() => matches({ source: [{ wildcard: 'aws.*' }] }, finding)).toThrow('wildcard');
});
