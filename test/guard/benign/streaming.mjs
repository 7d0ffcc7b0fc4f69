// Functions that stream their response, as Lambda's own helpers have them.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const rows = (count) => Readable.from(Array.from({ length: count }, (_, id) => `${JSON.stringify({ id, order: `${1e15 + id}`, note: "O'Brien" })}\n`));

export const piped = awslambda.streamifyResponse(async (event, stream) => {
  await pipeline(rows(500), stream);
});
export const withMetadata = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'content-type': 'application/x-ndjson' } });
  await pipeline(rows(50), new Transform({ transform: (chunk, _, done) => done(null, `${chunk}`.toUpperCase()) }), http);
});
export const zipped = awslambda.streamifyResponse(async (event, stream) => {
  await pipeline(rows(500), createGzip(), awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'content-encoding': 'gzip' } }));
});
export const written = awslambda.streamifyResponse(async (event, stream) => {
  for (const part of ['{"id":', '4111', '1111', '2', '}']) stream.write(part);
  stream.end();
});
