import { profileOfKey } from '../../graph/key-profile';
import { STORE_TYPES } from '../../graph/stores';
import { TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { isNotEmpty, isTrue, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-BACKUP-006',
  title: 'Tables and buckets whose profile requires backups are in an AWS Backup plan, locked or replicated',
  severity: 'medium',
  types: ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket'],
  rationale: 'Point-in-time recovery and versions are lost with the table or bucket itself. A backup in a separate vault remains.',
  remediation: 'List the table or bucket in Resources of an AWS::Backup::BackupSelection, lock or replicate the bucket, or remove the tag zero-trust:profile from the key.',
  check(store) {
    const profile = STORE_TYPES.find(({ type }) => type === store.type)!.keys(store).map(profileOfKey).find((one) => one?.demands.backups);
    if (!profile) return pass('its key has no profile that requires backups');
    const selecting = store.stack.model.ofType('AWS::Backup::BackupSelection').filter((one) => selects(one, store));
    const selected = someBeside(store, selecting, `it is in no backup plan, which profile ${profile.name} requires`, 'no AWS::Backup::BackupSelection');
    return selected.verdict !== 'pass' && hasCopies(store) ? pass('locked, or replicated') : selected;
  },
};

function selects(selection: TemplateResource, store: TemplateResource): boolean {
  const byName = selection.at('BackupSelection', 'Resources').items().some(({ value }) => textOf(value) === '*' || resourceOf(value) === store);
  const tags = store.at('Tags').items().map((tag) => pairOf(textOf(tag.at('Key').value), textOf(tag.at('Value').value)));
  return byName || selection.at('BackupSelection', 'ListOfTags').items()
    .some((tag) => tags.includes(pairOf(textOf(tag.at('ConditionKey').value), textOf(tag.at('ConditionValue').value))));
}

function pairOf(key = '', value = ''): string {
  return `${key}=${value}`;
}

/** A bucket whose versions nobody deletes, or that has a second one: an archive needs no backup. */
function hasCopies(store: TemplateResource): boolean {
  return isTrue(store.at('ObjectLockEnabled'), '').verdict === 'pass'
    || isNotEmpty(store.at('ReplicationConfiguration', 'Rules'), '').verdict === 'pass';
}
