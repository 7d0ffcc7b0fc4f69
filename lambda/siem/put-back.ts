import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { PutBack } from './transform';

let client: FirehoseClient | undefined;

/** What PutRecordBatch takes. */
const MAX_RECORDS = 500;
const MAX_BYTES = 4 * 1024 * 1024;
const TRIES = 5;

/** Puts records into the stream, and says on whose account one could not be put: those are kept as failed. */
export async function putBackInto(stream: string, records: PutBack[], wait = pause): Promise<Set<string>> {
  const failed = new Set<string>();
  for (const batch of batchesOf(records)) {
    let left = batch;
    for (let attempt = 0; left.length > 0 && attempt < TRIES; attempt++) {
      if (attempt > 0) await wait(attempt);
      left = await put(stream, left);
    }
    left.forEach(({ recordId }) => failed.add(recordId));
  }
  return failed;
}

async function put(stream: string, records: PutBack[]): Promise<PutBack[]> {
  client ??= new FirehoseClient({});
  try {
    const { RequestResponses = [] } = await client.send(new PutRecordBatchCommand({
      DeliveryStreamName: stream, Records: records.map(({ data }) => ({ Data: data })),
    }));
    return records.filter((_, at) => RequestResponses[at]?.ErrorCode !== undefined);
  } catch (error) {
    console.error(JSON.stringify({ level: 'ERROR', message: 'Records could not be put back.', error: (error as Error).name }));
    return records;
  }
}

function batchesOf(records: PutBack[]): PutBack[][] {
  const batches: PutBack[][] = [];
  let bytes = 0;
  for (const one of records) {
    const last = batches.at(-1);
    if (!last || last.length >= MAX_RECORDS || bytes + one.data.length > MAX_BYTES) {
      batches.push([one]);
      bytes = one.data.length;
    } else {
      last.push(one);
      bytes += one.data.length;
    }
  }
  return batches;
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
}
