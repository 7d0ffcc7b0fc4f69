import { textOf, Value } from '../../model';

/** How far a resource of a statement reaches: everything of its type, all that begin alike, or the one that it names. */
export type Reach = 'any' | 'prefix' | 'named';

/**
 * How far a resource of a statement reaches, by the wildcards in its name.
 *
 * Regions and accounts may be wildcards: for what a permission reaches inside of an account it is the name that counts.
 */
export function reachOf(value: Value): Reach {
  const written = textOf(value) ?? '';
  if (!/[*?]/.test(written)) return 'named';
  const text = written.replace(/\$\{[^}]*\}/g, 'x');
  if (!text.startsWith('arn:')) return /^\*+$/.test(text) ? 'any' : 'named';
  const parts = text.split(':');
  const name = parts.slice(5).join(':');
  if (parts.length < 6) return /[*?]$/.test(text) ? 'any' : 'named';
  if (!/[*?]/.test(name)) return 'named';
  return /^([\w-]+[:/]\/?)?[*?]/.test(name) ? 'any' : 'prefix';
}

/** What an ARN says about its resource, after the account: `role/app`; a text that is no ARN as it is. */
export function nameIn(value: Value): string {
  const text = (textOf(value) ?? '').replace(/\$\{[^}]*\}/g, 'x');
  return text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
}

/** Types whose service is called so in ARNs. */
const STORE = /^AWS::(DynamoDB|Kinesis|S3|SNS|SQS)::/;
/** Services whose actions are on resources of another one, too. */
const ALSO_ON: Record<string, string[]> = { 'ec2-instance-connect': ['ec2'], 'ssm': ['ec2'], 'sts': ['iam'] };

/** Whether an action may be on what an ARN names: `arn:aws:s3:::bucket/*` is no role to pass, whatever the actions of a statement are. */
export function isOfService(action: string, value: Value): boolean {
  const whole = value.kind === 'reference' && value.targets.length === 1 && /^\$\{[^}]*\}$/.test(value.text) ? STORE.exec(value.targets[0].resource.type)?.[1].toLowerCase() : undefined;
  const service = whole ?? /^arn:[^:]*:([a-z0-9-]+):/.exec((textOf(value) ?? '').replace(/\$\{[^}]*\}/g, 'x'))?.[1];
  const [prefix] = action.split(':');
  return service === undefined || service === prefix || (ALSO_ON[prefix] ?? []).includes(service);
}

/** Whether an ARN names roles that one service alone assumes, and whose policies it alone changes. */
export function isServiceLinked(value: Value): boolean {
  return /^role\/aws-service-role\/[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com\//.test(nameIn(value));
}
