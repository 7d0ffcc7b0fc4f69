import { gzipSync } from 'node:zlib';
import { decode, encodePutBack } from './decode';
import { Line, normaliseEvent, normaliseLogs, Settings } from './normalise';

/** How the destination takes data. */
export enum Delivery {
  /** Objects in S3: each record is packed by itself, as several gzip members behind each other are one gzip file. */
  PACKED = 'PACKED',
  /** An HTTP endpoint: lines of JSON. */
  LINES = 'LINES',
}

/** Source: Data Firehose developer guide, "Required parameters for data transformation". */
export interface FirehoseRecord {
  readonly recordId: string;
  readonly data: string;
}
export interface Answer {
  readonly recordId: string;
  readonly result: 'Ok' | 'Dropped' | 'ProcessingFailed';
  readonly data?: string;
  readonly metadata?: { readonly partitionKeys: Record<string, string> };
}

/** What goes into the stream once more, on account of a record. */
export interface PutBack {
  readonly recordId: string;
  readonly data: Buffer;
}

export interface Counts {
  /** Events that came in, without those that were put back before. */
  received: number;
  /** Events that are answered to Firehose, to be delivered. */
  delivered: number;
  /** Events that were put back, to come again. */
  putBack: number;
  /** Records whose events are not known: Firehose keeps them where errors are kept. */
  failedRecords: number;
  asText: number;
  skewed: number;
}

export interface Transformed {
  readonly answers: Answer[];
  readonly putBack: PutBack[];
  readonly counts: Counts;
}

/** What Lambda returns at the most is 6 MB; beyond, Firehose has no answer at all. Some is for ids and names. */
const MAX_ANSWER = 5_500_000;
const PER_ANSWER = 300;
/** What Firehose takes as one record, before it is encoded. */
const MAX_RECORD = 1_000 * 1024;
/** Lines of one record that is put back, before they are packed. */
const CHUNK = 4 * 1024 * 1024;

/**
 * Normalises the records of one batch.
 *
 * A record has one place in the destination, so the lines of the first class in it are its answer, and those of another one are put back into the
 * stream; so is what does not fit into the answer. Each event is answered, put back, or in a record that is kept as failed.
 */
export function transform(records: FirehoseRecord[], settings: Settings & { readonly delivery: Delivery }): Transformed {
  const answers: Answer[] = [];
  const putBack: PutBack[] = [];
  const counts: Counts = { received: 0, delivered: 0, putBack: 0, failedRecords: 0, asText: 0, skewed: 0 };
  let room = MAX_ANSWER;

  for (const { recordId, data } of records) {
    room -= PER_ANSWER;
    const lines = linesOf(data, settings, counts);
    if (lines === undefined) {
      counts.failedRecords++;
      answers.push({ recordId, result: 'ProcessingFailed' });
      continue;
    }
    const [first, ...others] = groupsOf(lines, settings.delivery);
    if (first === undefined) {
      answers.push({ recordId, result: 'Dropped' });
      continue;
    }
    const packed = pack(first, settings.delivery);
    const fits = packed.length <= room;
    const again = (fits ? others : [first, ...others]).flatMap((group) => chunksOf(group));
    if (again.some((chunk) => chunk.length > MAX_RECORD)) {
      counts.failedRecords++;
      answers.push({ recordId, result: 'ProcessingFailed' });
      continue;
    }
    putBack.push(...again.map((chunk) => ({ recordId, data: chunk })));
    counts.putBack += lines.length - (fits ? first.length : 0);
    if (!fits) {
      answers.push({ recordId, result: 'Dropped' });
      continue;
    }
    room -= packed.length;
    counts.delivered += first.length;
    answers.push({ recordId, result: 'Ok', data: packed, metadata: { partitionKeys: { class: String(first[0].classUid), account: first[0].account } } });
  }
  return { answers, putBack, counts };
}

/** The lines of a record; none when there is nothing in it, nothing when it cannot be read. */
function linesOf(data: string, settings: Settings, counts: Counts): Line[] | undefined {
  const decoded = decode(data);
  if (decoded.is === 'unreadable') return undefined;
  if (decoded.is === 'control') return [];
  if (decoded.is === 'normalised') return decoded.lines.map((json) => ({ classUid: decoded.classUid, account: decoded.account, json }));
  const { lines, asText, skewed } = decoded.is === 'logs' ? normaliseLogs(decoded, settings) : normaliseEvent(decoded.event, settings);
  counts.received += lines.length;
  counts.asText += asText;
  counts.skewed += skewed;
  return lines;
}

/** Lines by where they belong: an HTTP endpoint is one place. */
function groupsOf(lines: Line[], delivery: Delivery): Line[][] {
  if (delivery === Delivery.LINES) return lines.length > 0 ? [lines] : [];
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const place = `${line.classUid}/${line.account}`;
    const group = groups.get(place);
    if (group) group.push(line);
    else groups.set(place, [line]);
  }
  return [...groups.values()];
}

function pack(lines: Line[], delivery: Delivery): string {
  const text = Buffer.from(`${lines.map(({ json }) => json).join('\n')}\n`);
  return (delivery === Delivery.PACKED ? gzipSync(text, { level: 3 }) : text).toString('base64');
}

/** Lines as records that go into the stream once more, in halves until each fits. */
function chunksOf(lines: Line[]): Buffer[] {
  const size = lines.reduce((sum, { json }) => sum + json.length, 0);
  if (size > CHUNK && lines.length > 1) return halves(lines);
  // of an HTTP endpoint, classes are mixed: what is put back need not know them
  const packed = gzipSync(encodePutBack(lines[0].classUid, lines[0].account, lines.map(({ json }) => json)));
  return packed.length > MAX_RECORD && lines.length > 1 ? halves(lines) : [packed];
}

function halves(lines: Line[]): Buffer[] {
  const middle = Math.ceil(lines.length / 2);
  return [...chunksOf(lines.slice(0, middle)), ...chunksOf(lines.slice(middle))];
}
