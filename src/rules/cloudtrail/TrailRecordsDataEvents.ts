import { isLogBucket } from '../../graph/log-buckets';
import { dataOf, isTrailAt, recordsDataOf, STORES_WITH_DATA_EVENTS } from '../../graph/trails';
import type { TemplateResource } from '../../model';
import { Beside, least } from '../../model/beside';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** So many stores are named. */
const NAMED = 5;

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-004',
  title: 'CloudTrail trails record data events of DynamoDB tables and S3 buckets',
  severity: 'medium',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'Management events record who created a table or a bucket, but not who read or deleted its data.',
  remediation: 'Select data events of AWS::DynamoDB::Table and AWS::S3::Object, reads and writes, in this trail or in another one of the same account and Region, or of all Regions, that logs. Log buckets are exempt.',
  check(trail, model) {
    const stores = STORES_WITH_DATA_EVENTS.flatMap((type) => model.ofType(type)).filter((store) => isTrailAt(trail, store) !== 'no');
    const answers = stores.map((store) => [store, recorded(store)] as const);
    const kinds = [...new Set(stores.map(dataOf))];
    return every(pass(`${kinds.length} kinds of stores`), ...kinds.map((kind) => {
      const of = (answer: Beside) => answers.filter(([store, one]) => one === answer && dataOf(store) === kind).map(([store]) => store);
      return tell(kind, of('no'), of('maybe'));
    }));
  },
};

/** Whether it is recorded in all worlds in which it is there. */
function recorded(store: TemplateResource): Beside {
  const { worlds } = store.stack.model;
  const seen = worlds.fork((): Beside => (!store.exists() || isLogBucket(store) ? 'yes' : recordsDataOf(store)));
  return seen ? least(...seen) : 'maybe';
}

function tell(kind: string, not: TemplateResource[], maybe: TemplateResource[]): RuleResult {
  if (not.length > 0) return fail(`it does not record data events of ${kind}`, named(not));
  return maybe.length > 0 ? unknown(`whether it records data events of ${kind} is not known before deployment`, named(maybe)) : pass(kind);
}

function named(stores: TemplateResource[]): string {
  const names = stores.slice(0, NAMED).map(({ name }) => name).join(', ');
  return stores.length > NAMED ? `${names} and ${stores.length - NAMED} more` : names;
}
