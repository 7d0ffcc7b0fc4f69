import type { Check } from './checks';
import { Refused } from './inspect';
import { itemOf } from './item';

/** A record of a queue, a stream or a topic, of which nothing is known yet. */
export type AnyRecord = Record<string, any>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a message of a queue holds, by its format. Whether the message is handed on: a test of S3 is not. */
export function checkMessage(check: Check, record: AnyRecord): boolean {
  switch (check.format) {
    case 'json':
      check.text(record.body);
      return true;
    case 'sns':
      check.text(fieldOf(check.parse(record.body), 'Message'));
      return true;
    case 'event':
      check.value(fieldOf(check.parse(record.body), 'detail'));
      return true;
    case 's3':
      return checkNotification(check, check.parse(record.body));
    default:
      throw new Refused('its format is not known');
  }
}

/** The data of a record of Kinesis. */
export function checkData(check: Check, record: AnyRecord): void {
  const { data } = record.kinesis ?? {};
  if (typeof data !== 'string') throw new Refused('it has no data');
  let text: string;
  try {
    text = utf8.decode(Buffer.from(data, 'base64'));
  } catch {
    throw new Refused('it is not UTF-8');
  }
  check.text(text);
}

/** The item as it is after a change. Of a removal, the item as it was, when the stream tells: the keys are typed by the table. */
export function checkChange(check: Check, record: AnyRecord): void {
  const { NewImage: after, OldImage: before } = record.dynamodb ?? {};
  if (record.eventName === 'REMOVE' && after === undefined && before === undefined) return;
  const image = record.eventName === 'REMOVE' ? after ?? before : after;
  if (typeof image !== 'object' || image === null) throw new Refused('it has no image of the item');
  check.value(itemOf(image));
}

/** The message of a notification that SNS hands over itself. */
export function checkTopicMessage(check: Check, record: AnyRecord): void {
  check.text(record.Sns?.Message);
}

function checkNotification(check: Check, notification: unknown): boolean {
  if (isObject(notification) && notification.Event === 's3:TestEvent') return false;
  const records = fieldOf(notification, 'Records');
  if (!Array.isArray(records) || records.length === 0) throw new Refused('it is no notification of S3');
  records.forEach((record) => check.value(record));
  return true;
}

function fieldOf(value: unknown, name: string): unknown {
  if (!isObject(value) || !Object.hasOwn(value, name)) throw new Refused(`it has no ${name}`);
  return value[name];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
