import { Expression, TemplateModel, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isArchive, takesServiceLogs } from '../s3/buckets';

/** The types of stores, with what CloudTrail calls their data. */
const STORES: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'AWS::DynamoDB::Table',
  'AWS::DynamoDB::Table': 'AWS::DynamoDB::Table',
  'AWS::S3::Bucket': 'AWS::S3::Object',
};

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-004',
  title: 'CloudTrail trails record data events of DynamoDB tables and S3 buckets',
  severity: 'medium',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'Management events record who created a table or a bucket, but not who read or deleted its data.',
  remediation: 'Select data events of AWS::DynamoDB::Table and AWS::S3::Object, in this trail or in another one. Log buckets are exempt.',
  check(_trail, model) {
    const kinds = Object.entries(STORES).filter(([type]) => model.ofType(type).some(isStore)).map(([, kind]) => kind);
    return every(pass(`${kinds.length} kinds of stores`), ...[...new Set(kinds)].map((kind) => isRecorded(model, kind)));
  },
};

/** What trails and logs are written to would record itself without end. */
function isStore(store: TemplateResource): boolean {
  return store.exists() && !(store.type === 'AWS::S3::Bucket' && (isArchive(store) || takesServiceLogs(store)));
}

function isRecorded(model: TemplateModel, kind: string): RuleResult {
  const selectors = model.ofType('AWS::CloudTrail::Trail').filter((trail) => trail.exists()).flatMap(selectorsOf);
  if (selectors.some((selector) => kindsOf(selector).includes(kind))) return pass(kind);
  return selectors.some((selector) => selector.value.kind === 'unknown') ? unknown(`whether it records data events of ${kind} is not known before deployment`)
    : fail(`it does not record data events of ${kind}`, 'no such selector');
}

function selectorsOf(trail: TemplateResource): Expression[] {
  return [...trail.at('EventSelectors').items(), ...trail.at('AdvancedEventSelectors').items()];
}

function kindsOf(selector: Expression): (string | undefined)[] {
  const basic = selector.at('DataResources').items().map((one) => one.at('Type').value);
  const advanced = selector.at('FieldSelectors').items().filter((field) => textOf(field.at('Field').value) === 'resources.type')
    .flatMap((field) => field.at('Equals').items().map((one) => one.value));
  return [...basic, ...advanced].map(textOf);
}
