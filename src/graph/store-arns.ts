import { TemplateResource, textOf, Value } from '../model';
import type { Beside } from '../model/beside';
import { lastTargetOf } from '../model/value';

/** CloudFormation begins the names that it makes up with the name of the stack, and cuts it no shorter than this. */
const KEPT_OF_STACK_NAME = 20;

const ANY = '*';

interface Naming {
  readonly property: string;
  /** What stands before the name in the last part of the ARN. */
  readonly before: string;
  /** How what is inside of it goes on. */
  readonly inside: string;
}

const NAMING: Record<string, Naming> = {
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', before: 'table/', inside: '' },
  'AWS::DynamoDB::Table': { property: 'TableName', before: 'table/', inside: '' },
  'AWS::S3::Bucket': { property: 'BucketName', before: '', inside: '/' },
};

/** Whether the ARN of a store, or of what is inside of it, is all a value, or else begins with all of it. */
export function isArnOf(value: Value, store: TemplateResource, how: 'equal' | 'begins'): Beside {
  const text = textOf(value);
  if (value.kind === 'unknown' || text === undefined) return 'maybe';
  const { inside } = NAMING[store.type];
  const target = lastTargetOf(value);
  if (target) {
    const rest = text.slice(text.lastIndexOf('}') + 1);
    return target.resource !== store ? 'no' : rest === inside || (how === 'begins' && rest === '') ? 'yes' : 'no';
  }
  const [given, own] = [text.replace(/\$\{AWS::\w+\}/g, ANY).split(':'), partsOf(store)];
  if (given.length > own.length || (how === 'equal' && given.length < own.length)) return 'no';
  const last = given.length - 1;
  return given.every((part, i) => part === own[i] || isOpen(part) || isOpen(own[i]) || i === own.length - 1 || (i === last && how === 'begins' && own[i].startsWith(part)))
    ? given.length < own.length ? 'yes' : isNameOf(given[last], store, how) : 'no';
}

/** The first five parts of an ARN, and a place for the last. */
function partsOf({ type, stack: { account, region } }: TemplateResource): string[] {
  return type === 'AWS::S3::Bucket' ? ['arn', ANY, 's3', '', '', ''] : ['arn', ANY, 'dynamodb', region ?? ANY, account ?? ANY, ''];
}

/** Of a pseudo parameter, or not known. */
function isOpen(part: string): boolean {
  return part === ANY;
}

/** By the name in the template, or by what CloudFormation begins the name with. */
function isNameOf(given: string, store: TemplateResource, how: 'equal' | 'begins'): Beside {
  const { property, before, inside } = NAMING[store.type];
  const { value } = store.at(property);
  if (before.startsWith(given)) return how === 'begins' ? 'yes' : 'no';
  if (value.kind !== 'known' || given.includes(ANY)) return 'maybe';
  const name = textOf(value);
  if (name !== undefined) {
    const full = `${before}${name}${inside}`;
    return given === full || (how === 'begins' && full.startsWith(given)) ? 'yes' : 'no';
  }
  const root = rootName(store);
  const begins = `${before}${store.type === 'AWS::S3::Bucket' ? root.toLowerCase() : root}`.slice(0, before.length + KEPT_OF_STACK_NAME);
  return how === 'begins' && begins.startsWith(given) ? 'yes' : 'maybe';
}

/** The name of a nested stack begins with that of the stack around it. */
function rootName({ stack }: TemplateResource): string {
  return stack.nestedAs ? rootName(stack.nestedAs) : stack.name;
}
