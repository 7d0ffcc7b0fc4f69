import { createServer, Server, Socket } from 'net';

/** Enough of two databases for their drivers to start, send statements and read an answer. What they were sent is theirs to say: a row, or the document. */

const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const text = (value: string) => Buffer.from(`${value}\0`);
function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const TEXT_OID = 25;

/** PostgreSQL: each statement has one row, the first parameter or the statement itself. */
function postgres(socket: Socket): void {
  let isStarted = false;
  let rest = Buffer.alloc(0);
  let row = '';
  const answers: Record<string, (body: Buffer) => Buffer[]> = {
    P: () => [message('1')],
    B: (body) => {
      const count = body.indexOf(0, body.indexOf(0) + 1) + 1;
      const parameters = count + 2 + 2 * body.readUInt16BE(count);
      if (body.readUInt16BE(parameters) > 0) row = body.toString('utf8', parameters + 6, parameters + 6 + body.readUInt32BE(parameters + 2));
      return [message('2')];
    },
    D: () => [message('T', int16(1), text('v'), int32(0), int16(0), int32(TEXT_OID), int16(-1), int32(-1), int16(0))],
    E: () => [message('D', int16(1), int32(Buffer.byteLength(row)), Buffer.from(row)), message('C', text('SELECT 1'))],
    S: () => [message('Z', Buffer.from('I'))],
    Q: (body) => {
      row = body.toString('utf8', 0, body.length - 1);
      return /^SELECT/.test(row) ? [...answers.D(body), ...answers.E(body), ...answers.S(body)] : [message('C', text(row)), ...answers.S(body)];
    },
  };
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (let head = isStarted ? 1 : 0; rest.length >= head + 4 && rest.length >= head + rest.readUInt32BE(head); head = isStarted ? 1 : 0) {
      const end = head + rest.readUInt32BE(head);
      const [type, body] = [String.fromCharCode(rest[0]), rest.subarray(head + 4, end)];
      rest = rest.subarray(end);
      if (isStarted) {socket.write(Buffer.concat(answers[type]?.(body) ?? []));} else if ([SSL_REQUEST, GSS_REQUEST].includes(body.readUInt32BE(0))) {socket.write('N');} else {
        isStarted = true;
        socket.write(Buffer.concat([message('R', int32(0)), message('S', text('server_version'), text('16.0')), message('S', text('client_encoding'), text('UTF8')), ...answers.S(body)]));
      }
    }
  });
}

const REPLY = 1;
const OP_QUERY = 2004;

/** MongoDB: `find` answers with one document, the filter that it was asked for; all else is well. */
function mongo(socket: Socket): void {
  const element = (type: number, name: string, value: Buffer) => Buffer.concat([Buffer.from([type]), text(name), value]);
  const document = (...elements: Buffer[]) => {
    const length = elements.reduce((sum, part) => sum + part.length, 5);
    return Buffer.concat([int32le(length), ...elements, Buffer.from([0])]);
  };
  const int32le = (value: number) => int32(value).reverse();
  const number = (name: string, value: number) => element(16, name, int32le(value));
  const hello = [element(8, 'ismaster', Buffer.from([1])), number('maxWireVersion', 21), number('minWireVersion', 0), number('maxBsonObjectSize', 16_777_216), number('maxMessageSizeBytes', 48_000_000), number('maxWriteBatchSize', 100_000)];
  const ok = element(1, 'ok', Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]));
  /** The document that stands behind the name `filter`. */
  const filterOf = (body: Buffer) => {
    const at = body.indexOf(Buffer.from('\x03filter\0', 'latin1')) + 8;
    return body.subarray(at, at + body.readInt32LE(at));
  };
  const answerTo = (body: Buffer) => {
    if (body.includes('\x02find\0')) {
      const namespace = Buffer.concat([int32le(4), text('a.b')]);
      return document(element(3, 'cursor', document(element(18, 'id', Buffer.alloc(8)), element(2, 'ns', namespace), element(4, 'firstBatch', document(element(3, '0', filterOf(body)))))), ok);
    }
    return document(...hello, number('n', 1), ok);
  };
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
      const [asked, length] = [rest, rest.readInt32LE(0)];
      rest = rest.subarray(length);
      const answer = answerTo(asked.subarray(16, length));
      const isOld = asked.readInt32LE(12) === OP_QUERY;
      const body = isOld ? [int32le(8), Buffer.alloc(8), int32le(0), int32le(1), answer] : [int32le(0), Buffer.from([0]), answer];
      const size = body.reduce((sum, part) => sum + part.length, 16);
      socket.write(Buffer.concat([int32le(size), int32le(1), int32le(asked.readInt32LE(4)), int32le(isOld ? REPLY : 2013), ...body]));
    }
  });
}

export const databases = (): Server[] => [postgres, mongo].map((speak) => createServer((socket) => speak(socket.on('error', () => undefined))));
