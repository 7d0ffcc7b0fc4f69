import { LiveCounts, liveDetections } from './detect';
import { putBackInto } from './put-back';
import { flowFields } from './sources/flow';
import { Answer, Counts, Delivery, FirehoseRecord, transform } from './transform';

interface FirehoseEvent {
  readonly records: FirehoseRecord[];
}

let formats: Record<string, string[]> | undefined;

/** Answers Firehose for each record: with events of OCSF, that there is nothing in it, or that it cannot be read, which keeps it where errors are kept. */
export async function handler(event: FirehoseEvent): Promise<{ records: Answer[] }> {
  const { AWS_REGION: region = '', DELIVERY, STREAM, FLOW_FORMATS = '{}' } = process.env;
  formats ??= Object.fromEntries(Object.entries<string>(JSON.parse(FLOW_FORMATS)).map(([group, format]) => [group, flowFields(format) ?? []]));
  const live = liveDetections();
  const { answers, putBack, counts } = transform(event.records, {
    region,
    now: Date.now(),
    flowFields: formats,
    delivery: DELIVERY === Delivery.LINES ? Delivery.LINES : Delivery.PACKED,
    watch: live && ((kind, one) => live.watch(kind, one)),
  });
  const found = await live?.send();
  const lost = putBack.length === 0 ? new Set<string>() : await putBackInto(STREAM ?? '', putBack);
  counts.failedRecords += lost.size;
  report({ ...counts, ...found });
  // what was put back of such a record comes twice, with the same metadata.uid, rather than not at all
  return { records: answers.map((answer) => (lost.has(answer.recordId) ? { recordId: answer.recordId, result: 'ProcessingFailed' } : answer)) };
}

/** Metrics by CloudWatch's embedded metric format: no call, and nothing of what the events hold. */
function report(counts: Counts & Partial<LiveCounts>): void {
  const { AWS_LAMBDA_FUNCTION_NAME: name = 'siem' } = process.env;
  // not by the console, whose lines Lambda wraps, so that CloudWatch would not see a metric
  process.stdout.write(`${JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'cdk-zero-trust/Siem', Dimensions: [['FunctionName']], Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' })) }],
    },
    FunctionName: name,
    ...counts,
  })}\n`);
}
