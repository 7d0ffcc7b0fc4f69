// What holds a card on its way to the log, past the console.
import fs, { writeSync } from 'node:fs';
import { promisify } from 'node:util';

const CARD = '4111 1111 1111 1111';
const line = (name) => `${name} ${CARD}\n`;

export const handler = async () => {
  const written = [writeSync(1, line('named')), fs.writeSync(2, Buffer.from(`xx${line('part')}`), 2, line('part').length), fs.writevSync(1, [Buffer.from('list 4111 1111'), Buffer.from(' 1111 1111\n')])];
  await promisify(fs.write)(1, line('promised'));
  await new Promise((done) => fs.write(2, Buffer.from(line('called')), done));
  await new Promise((done) => fs.writev(1, [Buffer.from(line('vector'))], done));
  fs.writeFileSync(1, line('file'));
  fs.appendFileSync(2, line('appended'));
  await promisify(fs.writeFile)(1, line('later'));
  process.stdout._handle?.writeUtf8String({}, line('handle'));
  process.stdout._handle?.writeBuffer({}, Buffer.from(line('bytes')));
  process.stdout.write(line('stream'));
  return written;
};
