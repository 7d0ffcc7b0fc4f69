import { Expression, TemplateResource, textOf } from '../model';
import { isArnOf } from './store-arns';
import { Beside, besides, isInAccountOf, isInRegionOf, least, most } from '../model/beside';
import { saysFalse, saysTrue } from '../model/judge';
import { remembered } from '../model/remembered';

/** What CloudTrail calls the data of a store, which it records only where a selector takes it. */
const DATA: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'AWS::DynamoDB::Table',
  'AWS::DynamoDB::Table': 'AWS::DynamoDB::Table',
  'AWS::S3::Bucket': 'AWS::S3::Object',
};
/** What is read and written by management events. */
const MANAGED = ['AWS::SSM::Parameter', 'AWS::SecretsManager::Secret'];
/** Fields of a selector that take nothing away. */
const OF_ALL = ['eventCategory', 'resources.type'];

export const STORES_WITH_DATA_EVENTS = Object.keys(DATA);

/** Whether CloudTrail records reads and writes of a type at all. Queries in a database, it does not. */
export function isRecordable({ type }: TemplateResource): boolean {
  return type in DATA || MANAGED.includes(type);
}

/** What CloudTrail calls the data of a store. */
export function dataOf({ type }: TemplateResource): string {
  return DATA[type];
}

/** The trails that record what happens at the place of a resource, and those that may. */
export function trailsAt(resource: TemplateResource): { readonly there: TemplateResource[]; readonly maybe: TemplateResource[] } {
  return besides(resource, resource.stack.model.ofType('AWS::CloudTrail::Trail'), (trail) => least(isLogging(trail), isTrailAt(trail, resource)));
}

/** Whether a trail is one of the account and the Region of a resource, where it logs. That of an organization records its accounts, of which that one may be. */
export function isTrailAt(trail: TemplateResource, resource: TemplateResource): Beside {
  const account = isInAccountOf(trail, resource);
  const inAccount = account === 'no' && isOn(trail.at('IsOrganizationTrail')) !== 'no' ? 'maybe' : account;
  return least(inAccount, most(isOn(trail.at('IsMultiRegionTrail')), isInRegionOf(trail, resource)));
}

/** Whether all reads and writes of the data in a store are recorded, by all trails together. */
export const recordsDataOf = remembered((store: TemplateResource): Beside => {
  const { there, maybe } = trailsAt(store);
  const taken = [
    ...there.flatMap(selectorsOf).map((selector) => take(selector, store)),
    ...maybe.flatMap(selectorsOf).map((selector) => take(selector, store)).map(({ reads, writes }) => ({ reads: least(reads, 'maybe'), writes: least(writes, 'maybe') })),
  ];
  return least(most(...taken.map(({ reads }) => reads)), most(...taken.map(({ writes }) => writes)));
});

interface Taken {
  readonly reads: Beside;
  readonly writes: Beside;
}

/** CloudFormation makes no trail that does not tell. */
function isLogging(trail: TemplateResource): Beside {
  const { value } = trail.at('IsLogging');
  return value.kind !== 'known' ? 'maybe' : saysFalse(value.value) ? 'no' : 'yes';
}

function isOn({ value }: Expression): Beside {
  return value.kind !== 'known' ? 'maybe' : saysTrue(value.value) ? 'yes' : 'no';
}

function selectorsOf(trail: TemplateResource): Expression[] {
  return [...trail.at('EventSelectors').items(), ...trail.at('AdvancedEventSelectors').items()];
}

/** Source: AWS CloudTrail API reference, EventSelector and AdvancedFieldSelector. */
function take(selector: Expression, store: TemplateResource): Taken {
  if (selector.value.kind === 'unknown') return { reads: 'maybe', writes: 'maybe' };
  if (selector.at('FieldSelectors').isAbsent) {
    const resources = selector.at('DataResources').items().filter((one) => textOf(one.at('Type').value) === dataOf(store));
    const kind = selector.at('ReadWriteType');
    return only(most(...resources.flatMap((one) => one.at('Values').items()).map((arn) => isArnOf(arn.value, store, 'begins'))),
      among(kind, ['ReadOnly', 'All', undefined]), among(kind, ['WriteOnly', 'All', undefined]));
  }
  const fields = selector.at('FieldSelectors').items();
  const of = (name: string) => fields.filter((field) => textOf(field.at('Field').value) === name);
  const type = most(...of('resources.type').flatMap((field) => field.at('Equals').items()).map((one) => among(one, [dataOf(store)])));
  const rest = fields.filter((field) => ![...OF_ALL, 'readOnly', 'resources.ARN'].includes(textOf(field.at('Field').value) ?? ''))
    .map((field): Beside => (field.at('Field').value.kind === 'known' ? 'no' : 'maybe'));
  const isReadOnly = (text: string) => least(...of('readOnly').map((field) => most(...field.at('Equals').items().map((one) => among(one, [text])))));
  return only(least(type, ...rest, ...of('resources.ARN').map((field) => takesArn(field, store))), isReadOnly('true'), isReadOnly('false'));
}

function only(all: Beside, reads: Beside, writes: Beside): Taken {
  return { reads: least(all, reads), writes: least(all, writes) };
}

function among({ value }: Expression, texts: (string | undefined)[]): Beside {
  return value.kind !== 'known' ? 'maybe' : texts.includes(textOf(value)) ? 'yes' : 'no';
}

/** Which of the ARNs are taken: one of those that are named, and none of those that are left out. */
function takesArn(field: Expression, store: TemplateResource): Beside {
  const of = (operator: string, how: 'equal' | 'begins') => field.at(operator).items().map(({ value }) => isArnOf(value, store, how));
  // an object has an ARN of its own: none is equal to that of its bucket
  const named = [...(store.type === 'AWS::S3::Bucket' ? [] : of('Equals', 'equal')), ...of('StartsWith', 'begins'), ...field.at('EndsWith').items().map((): Beside => 'maybe')];
  const left = [...of('NotEquals', 'begins'), ...of('NotStartsWith', 'begins'), ...field.at('NotEndsWith').items().map((): Beside => 'maybe')];
  const isAsked = ['EndsWith', 'Equals', 'StartsWith'].some((operator) => !field.at(operator).isAbsent);
  return least(isAsked ? most(...named) : 'yes', left.every((answer) => answer === 'no') ? 'yes' : left.includes('yes') ? 'no' : 'maybe');
}
