import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { faultOf, folded, hides, isReadable, MAX_TEXT, NOT_PLAIN, shown } from '../../src/core/readable';

const SRC = join(__dirname, '..', '..', 'src');

test('constructs and readers of files check texts by the same code, in the rooms that may not import each other', () => {
  const [core, waivers] = ['core', 'waivers'].map((room) => readFileSync(join(SRC, room, 'readable.ts'), 'utf-8'));
  expect(waivers).toBe(core);
});

test('constructs check texts that people write by checkText alone', () => {
  const rooms = readdirSync(SRC).filter((name) => !name.endsWith('.ts') && !['core', 'waivers', 'rules', 'report', 'gate', 'cli'].includes(name));
  const files = rooms.flatMap((room) => readdirSync(join(SRC, room), { recursive: true, encoding: 'utf-8' }).map((file) => join(SRC, room, file))).filter((file) => file.endsWith('.ts'));
  expect(files.filter((file) => /\b(isReadable|isPlainLine)\b/.test(readFileSync(file, 'utf-8')))).toEqual([]);
  expect(files.filter((file) => /\bcheckText\(/.test(readFileSync(file, 'utf-8'))).length).toBeGreaterThan(8);
});

test.each([
  ['no text', '', false], ['spaces of all kinds', ' \t\u00a0\u3000', false], ['joiners', '\u200b\u200d\ufeff', false], ['letters that show nothing', '\u3164\u115f\uffa0', false],
  ['a blank of Braille', '\u2800', false], ['a dash', '--', false], ['a word', 'migration', true], ['one letter', 'x', true], ['a number', '7', true], ['another script', '移行', true],
])('%s is seen: %#', (_, text, expected) => {
  expect(isReadable(text)).toBe(expected);
  expect(faultOf(text)).toBe(expected ? undefined : 'is blank');
});

test.each([
  ['two lines', 'team\nother'], ['a carriage return', 'team\rother'], ['a line separator', 'team\u2028other'], ['a next line of ISO 6429', 'team\u0085other'], ['a tab', 'team\tother'],
  ['a null', 'team\0'], ['an escape of a terminal', 'team\u001b[31m'], ['a backspace', 'team\b'], ['a deletion', 'team\u007f'],
  ['text from right to left by override', 'team\u202eevil'], ['an isolate', 'team\u2066evil\u2069'], ['a mark of direction', 'team\u200fevil'], ['a mark of Arabic letters', 'team\u061c'],
  ['a space of no width', 'te\u200bam'], ['a byte order mark', '\ufeffteam'], ['a soft hyphen', 'te\u00adam'], ['a joiner between Latin letters', 'te\u200dam'], ['a filler of Hangul', 'team\u3164'],
  ['a tag', 'team\u{e0041}'], ['a selector of variants behind a letter', 'team\ufe0f'], ['an invisible plus', 'a\u2064b'], ['an annotation', 'team\ufff9x\ufffb'], ['half of a character', 'team\ud800'],
  ['a joiner at the end', 'مي\u200c'],
])('%s is not seen as it is', (_, text) => {
  expect(faultOf(text)).toBe(NOT_PLAIN);
  expect(hides(text)).toBe(true);
  expect(hides(shown(text))).toBe(false);
});

test.each([
  ['accents', 'Équipe sécurité'], ['a joiner of Persian', 'می\u200cخواهم'], ['a joiner of Devanagari', 'क्\u200dष'], ['a picture', 'done ✔\ufe0f'], ['joined pictures', 'ok 👩\u200d💻'],
  ['Japanese', '移行のため'], ['Hebrew', 'צוות'], ['signs', 'SEC-1: a/b, "c" (50 %) – <d> & e'], ['a no-break space', 'until\u00a02027'],
])('%s are spelling', (_, text) => {
  expect(faultOf(text)).toBeUndefined();
  expect(shown(text)).toBe(text);
});

test('a text is as long as its reader can be expected to read', () => {
  expect(faultOf('x'.repeat(MAX_TEXT))).toBeUndefined();
  expect(faultOf('x'.repeat(MAX_TEXT + 1))).toBe(NOT_PLAIN);
});

test.each<[unknown]>([[undefined], [null], [7], [['team']], [{}]])('%j is no text', (text) => expect(faultOf(text)).toBe('is blank'));

test('line breaks of the layout of a file are spaces, and what is hidden stays to be refused', () => {
  expect(folded(' the vendor\n  cannot\r\n\tuse it \n')).toBe('the vendor cannot use it');
  expect(faultOf(folded('team\n\u202eevil'))).toBe(NOT_PLAIN);
});
