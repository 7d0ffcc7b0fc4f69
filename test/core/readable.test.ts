import { isReadable } from '../../src/core/readable';
import { isReadable as isReadableInWaivers } from '../../src/waivers/waiver-terms';

test.each([
  ['no text', '', false], ['spaces of all kinds', ' \t\u00a0\u3000', false], ['joiners', '\u200b\u200d\ufeff', false], ['letters that show nothing', '\u3164\u115f\uffa0', false],
  ['a blank of Braille', '\u2800', false], ['a dash', '--', false], ['a word', 'migration', true], ['one letter', 'x', true], ['a number', '7', true], ['another script', '移行', true],
])('%s', (_, text, expected) => expect([isReadable(text), isReadableInWaivers(text)]).toEqual([expected, expected]));
