import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { inPieces, jsonChunks, Lazily } from '../../src/report/chunks';
import { writeReport } from '../../src/report/write-report';

const LONG = Array.from({ length: 101 }, (_, i) => ({ i, absent: undefined, list: [i], empty: [] }));

test.each([0, 2])('JSON in chunks is the JSON of JSON.stringify, laid out by %p spaces', (spaces) => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    for (const each of [value, { a: value, long: LONG, gone: undefined, b: [value, [LONG]] }]) {
      expect([...jsonChunks(each, spaces)].join('')).toBe(JSON.stringify(each, null, spaces));
    }
  }), { numRuns: 50 });
});

test('a list that is made lazily is written as the list, an empty one too', () => {
  const lazily = { a: Lazily.of([1, 2], (i) => ({ i, gone: undefined })), b: Lazily.of([], String) };
  expect([...jsonChunks(lazily, 2)].join('')).toBe(JSON.stringify({ a: [{ i: 1 }, { i: 2 }], b: [] }, null, 2));
});

test('its entries are made as they are written, as many as fill one chunk', () => {
  let made = 0;
  const entries = Lazily.of(Array.from({ length: 1000 }, String), (entry) => {
    made++;
    return entry.repeat(1000);
  });
  const chunks = jsonChunks({ a: entries });
  for (let i = 0; i < 2; i++) chunks.next();
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(100);
});

test('pieces hold the same text, and are few', () => {
  const chunks = Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`);
  const pieces = [...inPieces(chunks)];
  expect(pieces.join('')).toBe(chunks.join(''));
  expect(pieces.length).toBeLessThan(5);
  expect([...inPieces('whole')]).toEqual(['whole']);
});

test('a report replaces the file that is there, byte by byte', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zt-chunks-'));
  try {
    const path = join(directory, 'report');
    writeReport(path, 'longer than what comes next');
    writeReport(path, ['é', '\n', 'x']);
    expect(readFileSync(path, 'utf-8')).toBe('é\nx');
    expect(() => writeReport(join(directory, 'no', 'where'), 'x')).toThrow('ENOENT');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
