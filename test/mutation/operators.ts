import { GONE, Place, Resources, valueAt } from './places';
import { breakStatement, isStatement, openStatements } from './statement-operators';
import { intrinsicOf, isObject } from '../../src/model/json';

/** One way to break one property. */
export interface Change {
  readonly operator: string;
  readonly place: Place;
  /** What stands there then. A bound is insecure on one side only: the mutant of a number is killed on either. */
  readonly values: unknown[];
  /** What has to be added to the template for it. */
  readonly added?: Resources;
}

/** What nobody knows before deployment. */
export const PARAMETER = { Ref: 'Unknown' };

/** The output of another stack, which CloudFormation does not keep for this one. */
const WEAK = { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Arn' } };

/** Words of AWS for what is secure, and for what is not. */
const OPPOSITES: Record<string, string> = Object.fromEntries([
  ['ACTIVE', 'DISABLED'],
  ['ALL', 'ACCEPT'],
  ['Active', 'PassThrough'],
  ['AWS_IAM', 'NONE'],
  ['Block', 'Count'],
  ['COGNITO_USER_POOLS', 'NONE'],
  ['COMPLIANCE', 'GOVERNANCE'],
  ['CUSTOM', 'NONE'],
  ['ENABLED', 'DISABLED'],
  ['ENFORCED', 'AUDIT'],
  ['Enabled', 'Suspended'],
  ['Enforce', 'Warn'],
  ['JSON', 'Text'],
  ['KMS', 'AES256'],
  ['ON', 'OFF'],
  ['STRICT', 'OFF'],
  ['TLSv1.2', 'TLSv1'],
  ['TLSv1.2_2021', 'TLSv1_2016'],
  ['Terminate', 'Allow'],
  ['V2', 'V1'],
  ['always', 'never'],
  ['aws:kms', 'AES256'],
  ['http-only', 'match-viewer'],
  ['https-only', 'http-only'],
  ['nodejs24.x', 'nodejs16.x'],
  ['redirect-to-https', 'allow-all'],
  ['sni-only', 'vip'],
]);
const RANGE = /^\d+\.\d+\.\d+\.\d+\//;

/** Every way to break what stands at a place, by what it is. */
export function changesAt(resources: Resources, place: Place): Change[] {
  const value = valueAt(resources, place);
  const change = (operator: string, ...values: unknown[]): Change => ({ operator, place, values });
  if (place[1] !== 'Properties') return place.length === 2 && value !== undefined ? [change('delete', GONE), change('turn', 'Delete')] : [];
  if (place.length < 3 || place.some((_, i) => isStatement(valueAt(resources, place.slice(0, i))))) return []; // statements are broken as a whole
  if (value === undefined) return [change('unknown where nothing is said', PARAMETER)];
  if (isStatement(value)) return breakStatement(place, value);

  const changes = [change('delete', GONE), change('unknown', PARAMETER)];
  const number = typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value)) ? Number(value) : undefined;
  if (typeof value === 'boolean') changes.push(change('flip', !value));
  else if (value === 'true' || value === 'false') changes.push(change('flip', value === 'true' ? 'false' : 'true'));
  else if (number !== undefined) changes.push(change('out of bounds', -1, 0, number * 1000 + 1_000_000));
  else if (typeof value === 'string') changes.push(...breakText(value).map(([operator, text]) => change(operator, text)));
  else if (Array.isArray(value)) changes.push(...breakList(value, place).map(([operator, list]) => change(operator, list)));
  else if (intrinsicOf(value)) changes.push(...breakReference(resources, place, value).map(([operator, fresh]) => change(operator, fresh)));
  else if (isObject(value) && Object.keys(value).length > 0) changes.push(change('empty', {}));
  return changes;
}

function breakText(text: string): [string, string][] {
  const turned: [string, string] = text in OPPOSITES ? ['turn', OPPOSITES[text]] : ['another text', 'Other'];
  if (RANGE.test(text)) return [turned, ['widen', '0.0.0.0/0']];
  return text.startsWith('arn:') ? [turned, ['widen', '*']] : [turned];
}

function breakList(list: unknown[], place: Place): [string, unknown[]][] {
  if (list.length === 0) return [];
  const added = list.some(isStatement) ? openStatements(list, place) : [];
  return [['empty', []], ...added.map(([operator, statement]): [string, unknown[]] => [operator, [...list, statement]])];
}

function breakReference(resources: Resources, place: Place, reference: any): [string, unknown][] {
  const type = resources[referred(reference) ?? '']?.Type;
  if (type === 'AWS::KMS::Key' || type === 'AWS::KMS::Alias') return [['key of AWS', 'alias/aws/service'], ['weak reference', WEAK]];
  return /^Source(Arn|Account)$/.test(place[place.length - 1]) ? [['widen', '*']] : [];
}

/** Logical id that a plain `Ref` or `Fn::GetAtt` names. */
export function referred(json: any): string | undefined {
  return intrinsicOf(json) ? json.Ref ?? json['Fn::GetAtt']?.[0] : undefined;
}
