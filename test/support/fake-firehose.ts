import { JsonProtocolServer, ServiceError } from './json-protocol-server';
import type { Answer, FirehoseRecord } from '../../lambda/siem/transform';

export interface Delivered {
  readonly partition: string;
  readonly data: Buffer;
}

/** Firehose answers a record that is larger than this, before it is encoded, with a failure of the call. */
const MAX_RECORD = 1_000 * 1024;
const MAX_CALL = 4 * 1024 * 1024;
/** Lambda answers with no more. */
const MAX_ANSWER = 6 * 1024 * 1024;

/**
 * A delivery stream with a transformation: what is put is answered by the function, batch by batch, and goes where the answer says. It checks what
 * Firehose and Lambda check, by Firehose's API reference and its developer guide, "Transform source data".
 */
export class FakeFirehose extends JsonProtocolServer {
  public readonly delivered: Delivered[] = [];
  /** What Firehose keeps as failed, as it was put. */
  public readonly failed: Buffer[] = [];
  public dropped = 0;
  private readonly waiting: Buffer[] = [];
  /** Indexes of records that the next calls refuse, one list a call. */
  public readonly refusals: number[][] = [];

  public put(...data: string[]): void {
    this.waiting.push(...data.map((one) => Buffer.from(one, 'base64')));
  }

  public override answer(operation: string, input: { Records: { Data: string }[] }): object {
    if (operation !== 'PutRecordBatch') throw new ServiceError('UnknownOperationException', operation);
    const records = input.Records.map(({ Data }) => Buffer.from(Data, 'base64'));
    const bytes = records.reduce((sum, one) => sum + one.length, 0);
    if (records.some((one) => one.length > MAX_RECORD) || bytes > MAX_CALL || records.length > 500) throw new ServiceError('InvalidArgumentException', 'too large');
    const refused = this.refusals.shift() ?? [];
    const RequestResponses = records.map((record, at) => {
      if (refused.includes(at)) return { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };
      this.waiting.push(record);
      return { RecordId: `put-${at}` };
    });
    return { FailedPutCount: refused.length, RequestResponses };
  }

  /** Sends what waits to the function until nothing waits, in batches of a size. */
  public async run(handler: (event: { records: FirehoseRecord[] }) => Promise<{ records: Answer[] }>, batch: number): Promise<void> {
    for (let invocation = 0; this.waiting.length > 0; invocation++) {
      if (invocation > 1_000) throw new Error('what is put back never comes to an end');
      const records = this.waiting.splice(0, batch).map((data, at) => ({ recordId: `${invocation}.${at}`, data: data.toString('base64') }));
      const answer = await handler({ records });
      if (Buffer.byteLength(JSON.stringify(answer)) > MAX_ANSWER) throw new Error('the answer is larger than Lambda returns');
      this.take(records, answer.records);
    }
  }

  private take(records: FirehoseRecord[], answers: Answer[]): void {
    const ids = answers.map(({ recordId }) => recordId);
    // one answer for each record, else Firehose takes the whole batch as failed
    if (ids.length !== records.length || records.some(({ recordId }) => !ids.includes(recordId))) throw new Error('records were not answered');
    for (const { recordId, result, data, metadata } of answers) {
      if (result === 'Dropped') this.dropped++;
      else if (result === 'Ok') this.delivered.push({ partition: Object.values(metadata?.partitionKeys ?? {}).join('/'), data: Buffer.from(data ?? '', 'base64') });
      else this.failed.push(Buffer.from(records.find((one) => one.recordId === recordId)!.data, 'base64'));
    }
  }
}
