import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Waiver, WaiverProps } from '../../src/policy/waiver';
import { Waivers } from '../../src/policy/waivers';

const props: WaiverProps = {
  rule: 'ZeroTrust::ZT-LAMBDA-008', path: 'Stack/Url', owner: 'web-team', reason: 'A public page.', ticket: 'SEC-1', expires: '2026-12-31',
};
const failsWith = (id: string, path?: string) => expect.objectContaining({ name: 'ZeroTrustError', id, ...(path ? { path } : {}) });

describe('a waiver', () => {
  test('says rule, resource, owner, reason, ticket and its last day', () => {
    expect({ ...new Waiver(props) }).toEqual(props);
  });

  test.each(['rule', 'path', 'owner', 'reason', 'ticket', 'expires'] as const)('needs a %s', (field) => {
    expect(() => new Waiver({ ...props, [field]: '  ' })).toThrow(failsWith('WaiverIncomplete'));
    expect(() => new Waiver({ ...props, [field]: undefined as any })).toThrow(failsWith('WaiverIncomplete'));
  });

  test.each([
    ['a zero-width space', '\u200b'], ['a no-break space', '\u00a0'], ['a Hangul filler', '\u3164'], ['a halfwidth Hangul filler', '\uffa0'],
    ['a braille blank', '\u2800'], ['a soft hyphen', '\u00ad'], ['a variation selector', '\ufe0f'], ['a combining grapheme joiner', '\u034f'],
    ['a direction mark', '\u200f'], ['a tag', '\u{e0041}'], ['a line separator', '\u2028'], ['a control character', '\u0007'], ['a dash', '-'], ['dots', '...'],
  ])('has no owner, reason or ticket by %s alone', (name, text) => {
    for (const field of ['owner', 'reason', 'ticket']) {
      expect(() => new Waiver({ ...props, [field]: `${text} ${text}` })).toThrow(failsWith('WaiverIncomplete'));
    }
    const beside = () => new Waiver({ ...props, owner: `${text}web${text}` }).owner;
    // what is not seen is refused beside a word too; spaces at the ends are taken away
    if (['a no-break space', 'a braille blank', 'a line separator', 'a dash', 'dots'].includes(name)) expect(beside()).toContain('web');
    else expect(beside).toThrow(failsWith('WaiverIncomplete'));
  });

  test.each(['Équipe 安全', 'команда', '42', 'फ़'])('takes the owner %s', (owner) => expect(new Waiver({ ...props, owner }).owner).toBe(owner));

  test.each(['31.12.2026', '2026-02-30', '2026-13-01', '2026-12-31T00:00:00Z', 'never'])('does not end on %s', (expires) => {
    expect(() => new Waiver({ ...props, expires })).toThrow(failsWith('BadWaiverDate', 'Stack/Url'));
  });

  test('ends on the 29th of February of a leap year only', () => {
    expect(new Waiver({ ...props, expires: '2028-02-29' }).expires).toBe('2028-02-29');
    expect(() => new Waiver({ ...props, expires: '2027-02-29' })).toThrow(failsWith('BadWaiverDate'));
  });

  test.each([
    [{ rule: 'ZT-LAMBDA-008' }, 'ZeroTrust::ZT-LAMBDA-008'],
    [{ rule: 'AwsSolutions::AwsSolutions-IAM5[Action::s3:*]' }, 'AwsSolutions::AwsSolutions-IAM5[Action::s3:*]'],
    [{ rule: 'AwsSolutions::AwsSolutions-IAM5', finding: 'Resource::*' }, 'AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    [{ rule: 'My Pack::MyRule' }, 'My-Pack::MyRule'],
  ])('takes the rule as the message gives it: %p', (given, rule) => {
    expect(new Waiver({ ...props, ...given }).rule).toBe(rule);
  });

  test.each(['AwsSolutions-IAM5', 'A::B::C', 'A:B', '::ZT-LAMBDA-008', '*', 'ZeroTrust::'])('does not take %s for a rule', (rule) => {
    expect(() => new Waiver({ ...props, rule })).toThrow(failsWith('BadWaiverRule'));
  });

  test('names its finding once', () => {
    expect(() => new Waiver({ ...props, rule: 'A::B[c]', finding: 'c' })).toThrow(failsWith('BadWaiverRule'));
  });
});

describe('a file of waivers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zt-waivers-'));
  const file = join(directory, 'waivers.yaml');
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const read = (text: string) => {
    writeFileSync(file, text);
    return Waivers.fromFile(file);
  };
  const entry = (changes: Record<string, string | undefined> = {}) => Object.entries({ ...props, ...changes })
    .filter(([, value]) => value !== undefined).map(([name, value], i) => `${i === 0 ? '  - ' : '    '}${name}: ${value}\n`).join('');

  test('gives the waivers of its list, dates and numbers as they are written', () => {
    const [first, second] = read(`# ours\nwaivers:\n${entry()}${entry({ path: 'Stack/Other', ticket: '0042' })}`);
    expect({ ...first }).toEqual(props);
    expect(second).toMatchObject({ path: 'Stack/Other', ticket: '0042', expires: '2026-12-31' });
  });

  test('may be empty of waivers', () => {
    expect(read('waivers: []')).toEqual([]);
  });

  test.each<[string, string, number]>([
    ['has nothing in it', '', 1],
    ['is a list', '- rule: x', 1],
    ['has something else beside the list', 'waivers: []\nother: 1\n', 1],
    ['has no list', 'waivers: none', 1],
    ['has an entry that is a text', `waivers:\n${entry()}  - all of them\n`, 8],
    ['has a field that no waiver has', `waivers:\n${entry({ expiry: '2026-12-31' })}`, 8],
    ['has a list where a text belongs', `waivers:\n${entry({ owner: '[a, b]' })}`, 4],
    ['repeats a field', `waivers:\n${entry()}    rule: ZT-SQS-001\n`, 8],
    ['refers to another value', `waivers:\n${entry({ owner: '&me web' })}${entry({ path: 'Stack/B', owner: '*me' })}`, 10],
    ['is no YAML', `waivers:\n${entry()}  - "`, 8],
  ])('is refused with its line when it %s', (_, text, line) => {
    expect(() => read(text)).toThrow(failsWith('BadWaiverFile', `${file}:${line}`));
  });

  test('tells the line of a waiver that is wrong', () => {
    expect(() => read(`waivers:\n${entry()}${entry({ owner: undefined })}`)).toThrow(failsWith('WaiverIncomplete', `${file}:8`));
    expect(() => read(`waivers:\n${entry({ reason: '' })}`)).toThrow(failsWith('WaiverIncomplete', `${file}:2`));
    expect(() => read(`waivers:\n${entry({ expires: '2026-02-30' })}`)).toThrow(`[${file}:2] BadWaiverDate: 2026-02-30 is no day. Remediation: write`);
  });

  test('must be there', () => {
    expect(() => Waivers.fromFile(join(directory, 'none.yaml'))).toThrow(failsWith('BadWaiverFile', join(directory, 'none.yaml')));
  });
});
