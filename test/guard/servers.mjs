// What the programs of the battery talk to, all on loopback and in a process of its own. Ends with its standard input.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp } from 'node:net';
import { createServer as createTls } from 'node:tls';
import mysql from 'mysql2';

const calm = (socket) => socket.on('error', () => undefined);
const listen = (server, ...to) => new Promise((done) => server.listen(...to, () => done(server.address().port)));
const message = (type, ...parts) => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** Just enough of PostgreSQL for any driver: every statement ends well and has no rows. */
function postgres(socket) {
  calm(socket);
  let isStarted = false;
  let rest = Buffer.alloc(0);
  const ready = () => message('Z', Buffer.from('I'));
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4 || rest.length < head + rest.readUInt32BE(head)) return;
      const end = head + rest.readUInt32BE(head);
      const [type, body] = [isStarted ? String.fromCharCode(rest[0]) : 'start', rest.subarray(head + 4, end)];
      rest = rest.subarray(end);
      if (type === 'start') {
        if (body.readUInt32BE(0) === 80877103) {
          socket.write('N');
          continue;
        }
        isStarted = true;
        socket.write(Buffer.concat([message('R', Buffer.alloc(4)), message('S', Buffer.from('server_version\0' + '16.0\0')), ready()]));
      }
      if (type === 'Q') socket.write(Buffer.concat([message('C', Buffer.from('SELECT 0\0')), ready()]));
      if (type === 'P') socket.write(message('1'));
      if (type === 'B') socket.write(message('2'));
      if (type === 'D') socket.write(Buffer.concat([message('t', Buffer.from([0, 0])), message('n')].slice(body[0] === 0x53 ? 0 : 1)));
      if (type === 'E') socket.write(message('C', Buffer.from('SELECT 0\0')));
      if (type === 'S') socket.write(ready());
    }
  });
}

function redis(socket) {
  calm(socket);
  socket.on('data', (data) => {
    const commands = data.toString().match(/^\*\d+/gm) ?? [];
    socket.write('+OK\r\n'.repeat(commands.length));
  });
}

/** What operations answer whose clients look at it, by the name in the header: of a table, and of the two pages of a scan. */
const ANSWERS = {
  'DynamoDB_20120810.DescribeTable': () => ({ Table: { TableStatus: 'ACTIVE' } }),
  'DynamoDB_20120810.Scan': (body) => ({ Items: [{ pk: { S: '1' } }], ...body.includes('ExclusiveStartKey') ? {} : { LastEvaluatedKey: { pk: { S: '1' } } } }),
  'AmazonSQS.SendMessageBatch': (body) => ({ Successful: JSON.parse(body).Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') })), Failed: [] }),
};

/** Answers that the clients of the SDK can read: JSON, XML for the query protocol, or the bytes of an object. */
function aws(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const action = /^Action=(\w+)/.exec(body)?.[1];
    if (action) return response.writeHead(200, { 'content-type': 'text/xml' }).end(`<${action}Response><${action}Result/></${action}Response>`);
    if (request.headers['x-amz-target'] === 'AmazonSQS.SendMessage') return response.end(JSON.stringify({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(JSON.parse(body).MessageBody).digest('hex') }));
    if (request.headers['x-amz-target'] in ANSWERS) return response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(ANSWERS[request.headers['x-amz-target']](body)));
    // the first attempt fails, the next does not
    if (request.headers['x-amz-target'] === 'DynamoDB_20120810.ListTables' && /attempt=1\b/.test(request.headers['amz-sdk-request'])) return response.writeHead(503).end('{}');
    if (request.url.includes('uploads')) return response.writeHead(200, { 'content-type': 'application/xml' }).end('<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>');
    if (request.method === 'POST' && request.url.includes('uploadId=')) return response.writeHead(200, { 'content-type': 'application/xml' }).end('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
    if (request.headers['x-amz-target']) return response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(request.headers['x-amz-target'].endsWith('GetItem') ? '{"Item":{"pk":{"S":"1"}}}' : '{}');
    if (request.url.startsWith('/bucket')) return response.writeHead(200, { etag: '"x"' }).end(request.method === 'GET' ? 'an object' : '');
    return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}

const database = mysql.createServer();
database.on('connection', (connection) => {
  calm(connection);
  calm(connection.stream);
  connection.serverHandshake({ protocolVersion: 10, serverVersion: '8.0.0', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff ^ 0x800 });
  connection.on('query', (sql) => {
    if (!sql.includes('rows_of_one')) return connection.writeOk();
    const column = { catalog: 'def', schema: 'd', table: 't', orgTable: 't', name: 'note', orgName: 'note', characterSet: 33, columnLength: 384, columnType: 253, flags: 0, decimals: 0 };
    return connection.writeTextResult([{ note: 'text' }], [column]);
  });
});
const h2 = createHttp2();
h2.on('sessionError', () => undefined);
h2.on('stream', (stream) => {
  calm(stream);
  stream.resume().on('end', () => stream.destroyed || (stream.respond({ ':status': 200 }), stream.end('{}')));
});
const udp = createSocket('udp4');
const ports = {
  evil: await listen(createHttp((request, response) => response.end('secret')), 0, '0.0.0.0'),
  runtime: await listen(createHttp((request, response) => response.end('{}')), 0, '127.0.0.1'),
  aws: await listen(createHttp(aws), 0, '127.0.0.1'),
  partner: await listen(createHttp((request, response) => request.resume().on('end', () => response.end('{}'))), 0, '127.0.0.1'),
  postgres: await listen(createTcp(postgres), 0, '127.0.0.1'),
  mongo: await listen(createTcp((socket) => calm(socket).resume()), 0, '127.0.0.1'),
  redis: await listen(createTcp(redis), 0, '127.0.0.1'),
  // without a certificate, which a test has no need to keep
  tls: await listen(createTls({ ciphers: 'AECDH-AES256-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2', ecdhCurve: 'prime256v1' }, (socket) => calm(socket).resume()), 0, '127.0.0.1'),
  http2: await listen(h2, 0, '127.0.0.1'),
  mysql: await new Promise((done) => database.listen(0, '127.0.0.1', () => done(database._server.address().port))),
  daemon: await new Promise((done) => udp.bind(0, '127.0.0.1', () => done(udp.address().port))),
};
await listen(createTcp((socket) => calm(socket).resume()), process.argv[2]).catch(() => undefined);
console.log(JSON.stringify(ports));
process.stdin.resume().on('end', () => process.exit(0));
