// What must not leave in a streamed response, also where chunks cut it in two.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const streaming = (...parts) => awslambda.streamifyResponse(async (event, stream) => {
  await pipeline(Readable.from(parts), awslambda.HttpResponseStream.from(stream, { statusCode: 200 }));
});
export const card = streaming('{"pan":"4111 1111 1111 1111"}');
export const cutInTwo = streaming('{"pan":"4111 11', '11 1111 ', '1111"}');
export const asBytes = streaming(Buffer.from('{"pan":"41111111'), Buffer.from('11111111"}'));
export const stack = streaming('{"error":"Error: x', '\\n    at handler (/var/task/index.js:3:9)"}');
