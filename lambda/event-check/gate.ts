import { Check, WrittenChecks } from './checks';
import { Refused } from './inspect';
import { checkChange, checkData, checkMessage, checkTopicMessage, AnyRecord } from './records';
import type { Handler } from './user-handler';

interface BatchAnswer {
  readonly batchItemFailures?: { readonly itemIdentifier: string }[];
}

/** Told in the log for a batch, at most. */
const MOST_TOLD = 10;

/**
 * Lets through to a handler only what passed the check of its source. What comes from a source that nobody declared is
 * refused.
 */
export class Gate {
  private readonly checks: Map<string, Check>;
  private readonly sources: Map<string, Check | undefined>;

  /**
   * @param written the checks of the layer
   * @param sources ARNs of the sources, each with the name of its check or null for none
   * @param handler the handler behind the gate
   */
  constructor(private readonly written: WrittenChecks, sources: [string, string | null][], private readonly handler: Handler | Promise<Handler>) {
    this.checks = new Map(Object.entries(written.checks).map(([name, check]) => [name, new Check(check)]));
    this.sources = new Map(sources.map(([arn, name]) => [arn, name === null ? undefined : this.named(name)]));
  }

  public async admit(event: any, context: unknown): Promise<unknown> {
    if (Array.isArray(event?.Records) && event.Records.length > 0) {
      switch (event.Records[0]?.eventSource ?? event.Records[0]?.EventSource) {
        case 'aws:sqs': return this.queue(event, context);
        case 'aws:kinesis': return this.stream(event, context, checkData, (record) => record.kinesis?.sequenceNumber);
        case 'aws:dynamodb': return this.stream(event, context, checkChange, (record) => record.dynamodb?.SequenceNumber);
        case 'aws:sns': return this.topic(event, context);
        default:
      }
    }
    // no event of EventBridge has records: who adds a detail that fits to some would bring them past
    if (event?.Records !== undefined) return this.other(event, context);
    const check = this.detailCheck(event);
    if (check === undefined) return this.other(event, context);
    return check === null ? (await this.handler)(event, context) : this.whole(check, event.detail, event, context);
  }

  /** Messages that fail are answered one by one; of a FIFO queue, those behind them in their group too. */
  private async queue(event: any, context: unknown): Promise<unknown> {
    const passed: AnyRecord[] = [];
    const refused = new Refusals();
    const blocked = new Set<string>();
    for (const record of event.Records) {
      const group = String(record?.eventSourceARN).endsWith('.fifo') ? String(record.attributes?.MessageGroupId) : undefined;
      if (group !== undefined && blocked.has(group)) {
        refused.add(record.messageId, 'a message before it in its group is refused');
        continue;
      }
      try {
        const check = this.checkOf(record);
        if (!check || checkMessage(check, record)) passed.push(record);
      } catch (error) {
        refused.add(record?.messageId, reasonOf(error));
        if (group !== undefined) blocked.add(group);
      }
    }
    refused.tell();
    return this.partly(event, context, passed, refused);
  }

  /**
   * Records up to the first that fails are handed on, to keep their order. When the first one fails the whole batch does:
   * Lambda then halves it, until the record that fails is alone, and those behind it are not lost with it.
   */
  private async stream(
    event: any, context: unknown, inspectRecord: (check: Check, record: AnyRecord) => void, idOf: (record: AnyRecord) => string,
  ): Promise<unknown> {
    const records: AnyRecord[] = event.Records;
    const refused = new Refusals();
    const passed = [];
    for (const record of records) {
      try {
        const check = this.checkOf(record);
        if (check) inspectRecord(check, record);
        passed.push(record);
      } catch (error) {
        refused.add(idOf(record), reasonOf(error));
        break;
      }
    }
    refused.tell();
    if (refused.failures.length > 0 && passed.length === 0) throw new Error(refused.first);
    return this.partly(event, context, passed, refused);
  }

  private async topic(event: any, context: unknown): Promise<unknown> {
    for (const record of event.Records) {
      const arn = record.Sns?.TopicArn;
      if (!this.sources.has(arn)) throw new Error(UNDECLARED);
      const check = this.sources.get(arn);
      if (check) orThrow(check.source, () => checkTopicMessage(check, record));
    }
    return (await this.handler)(event, context);
  }

  private async whole(check: Check, value: unknown, event: unknown, context: unknown): Promise<unknown> {
    orThrow(check.source, () => check.value(value));
    return (await this.handler)(event, context);
  }

  private async other(event: unknown, context: unknown): Promise<unknown> {
    if (this.written.invocation !== undefined) return this.whole(this.named(this.written.invocation), event, event, context);
    if (!this.written.others) throw new Error(UNDECLARED);
    return (await this.handler)(event, context);
  }

  private async partly(event: any, context: unknown, passed: AnyRecord[], { failures }: Refusals): Promise<unknown> {
    if (passed.length === 0) return { batchItemFailures: failures };
    const answer = await (await this.handler)({ ...event, Records: passed }, context) as BatchAnswer | null | undefined;
    if (failures.length === 0) return answer;
    const own = answer?.batchItemFailures ?? [];
    if (!Array.isArray(own)) throw new Error('The handler answered with batchItemFailures that are no list.');
    return { ...answer, batchItemFailures: [...own, ...failures] };
  }

  /** The check for an event of EventBridge: that of its detail type, else that of any; null for none, undefined when no rule takes it. */
  private detailCheck(event: any): Check | null | undefined {
    if (typeof event !== 'object' || event === null || typeof event['detail-type'] !== 'string' || typeof event.source !== 'string') return undefined;
    const { detailTypes } = this.written;
    const type = Object.hasOwn(detailTypes, event['detail-type']) ? event['detail-type'] : '*';
    if (!Object.hasOwn(detailTypes, type)) return undefined;
    const name = detailTypes[type];
    return name === null ? null : this.named(name);
  }

  private checkOf(record: AnyRecord): Check | undefined {
    const arn = record?.eventSourceARN;
    if (!this.sources.has(arn)) throw new Refused('its source is not declared');
    return this.sources.get(arn);
  }

  private named(name: string): Check {
    const check = this.checks.get(name);
    if (!check) throw new Error(`There is no check ${name} in this layer.`);
    return check;
  }
}

const UNDECLARED = 'Event refused: it comes from no source that this function consumes.';

/** What of a batch was refused, and why. */
class Refusals {
  public readonly failures: { itemIdentifier: string }[] = [];
  public first = '';
  private readonly told: { id: string; why: string }[] = [];

  public add(id: string, why: string): void {
    this.failures.push({ itemIdentifier: id });
    this.first ||= `Record refused: ${why}.`;
    if (this.told.length < MOST_TOLD) this.told.push({ id, why });
  }

  public tell(): void {
    if (this.failures.length === 0) return;
    console.error(JSON.stringify({ eventCheck: 'refused', count: this.failures.length, records: this.told }));
  }
}

function orThrow(source: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`Event of ${source} refused: ${reasonOf(error)}.`);
  }
}

/** The reason, or nothing of an error that could quote the event. */
function reasonOf(error: unknown): string {
  return error instanceof Refused ? error.message : 'it could not be read';
}
