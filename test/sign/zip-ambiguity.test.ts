import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { ambiguityOf } from '../../src/sign/zip-ambiguity';

const FILES = { 'index.js': strToU8('exports.handler = 1;'), 'lib/ab.js': strToU8('a'), 'index.jt': strToU8('steal()') };
const zip = Buffer.from(zipSync(FILES, { mtime: '1980-01-01' }));
const directory = zip.readUInt32LE(zip.length - 6);
/** The zip with some bytes of it changed. */
const changed = (change: (bytes: Buffer) => void) => {
  const copy = Buffer.from(zip);
  change(copy);
  return copy;
};
/** With other bytes before the directory, which is still found. */
const withHidden = (bytes: Buffer) => {
  const all = Buffer.concat([zip.subarray(0, directory), bytes, zip.subarray(directory)]);
  all.writeUInt32LE(directory + bytes.length, all.length - 6);
  return all;
};
const renamed = (from: string, to: string) => Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');

test('a plain zip is read alike by all', () => expect([ambiguityOf(zip, true), ambiguityOf(zip, false)]).toEqual([undefined, undefined]));

test('an empty one too', () => expect(ambiguityOf(zipSync({}), true)).toBeUndefined());

test.each<[string, Buffer, RegExp]>([
  ['a file twice', renamed('index.jt', 'index.js'), /index\.js is in it twice/],
  ['bytes in front', Buffer.concat([strToU8('#!/bin/sh'), zip]), /more than one place/],
  ['bytes behind', Buffer.concat([zip, strToU8('more')]), /does not end/],
  ['a comment', changed((bytes) => bytes.writeUInt16LE(4, bytes.length - 2)), /does not end/],
  ['a second zip behind', Buffer.concat([zip, zip]), /more than one place/],
  ['another name in front of the data', changed((bytes) => bytes.write('evil.js1', 30, 'latin1')), /index\.js is another entry/],
  ['another method in front of the data', changed((bytes) => bytes.writeUInt16LE(0, 8)), /index\.js is another entry/],
  ['another size in front of the data', changed((bytes) => bytes.writeUInt32LE(1, 18)), /index\.js has another size/],
  ['a link', changed((bytes) => { bytes.writeUInt16LE(0x314, directory + 4); bytes.writeUInt32LE(0o120777 * 0x10000, directory + 38); }), /index\.js is a link/],
  ['an encrypted file', changed((bytes) => { bytes.writeUInt16LE(1, 6); bytes.writeUInt16LE(1, directory + 8); }), /index\.js is not stored or deflated/],
  ['fewer files than it counts', changed((bytes) => { bytes.writeUInt16LE(4, bytes.length - 14); bytes.writeUInt16LE(4, bytes.length - 12); }), /directory/],
  ['more files than it counts', changed((bytes) => { bytes.writeUInt16LE(1, bytes.length - 14); bytes.writeUInt16LE(1, bytes.length - 12); }), /broken/],
  ['a directory beyond its end', changed((bytes) => bytes.writeUInt32LE(0xffffffff, bytes.length - 6)), /more than one place/],
  ['data beyond its end', changed((bytes) => bytes.writeUInt32LE(0x7fffffff, directory + 42)), /leads out of it/],
  ['a file called __proto__', renamed('lib/ab.js', '__proto__'), /called __proto__/],
  ['a second name of a file', Buffer.from(zipSync({ 'index.js': [strToU8('x'), { extra: { 0x7075: strToU8('12345evil.js') } }] })), /index\.js has a second name/],
  ['nothing', Buffer.alloc(0), /does not end/],
])('%s is refused', (_, bytes, why) => expect(String(ambiguityOf(bytes, false))).toMatch(why));

test('an entry that the directory does not list is refused where the whole counts', () => {
  const hidden = withHidden(zip.subarray(0, directory));
  expect([ambiguityOf(hidden, true), ambiguityOf(hidden, false)]).toEqual(['it has bytes that its directory does not list', undefined]);
});

test('sizes may follow the data, as in what archivers stream', () => {
  const chunks: Uint8Array[] = [];
  const stream = new Zip((_, chunk) => { chunks.push(chunk); });
  for (const [name, bytes] of Object.entries(FILES)) {
    const file = new ZipDeflate(name);
    stream.add(file);
    file.push(bytes, true);
  }
  stream.end();
  const bytes = Buffer.concat(chunks);
  expect(bytes.readUInt16LE(6)).toBe(8);
  expect(ambiguityOf(bytes, true)).toBeUndefined();
});
