import { capability } from './capability';
import { textOf } from '../../model';
import { every, fail, isPresent, isTrue, pass } from '../../model/judge';
import { rule as recordsManagementEvents } from '../cloudtrail/TrailRecordsManagementEvents';

/** A trail that does not log, or leaves out management events, is no audit trail. Region, key and validation are what ZT-CLOUDTRAIL-001 asks. */
export const auditTrail = capability('audit-trail', '001', {
  title: 'The app has a CloudTrail trail that logs all management events',
  types: ['AWS::CloudTrail::Trail', 'AWS::CloudTrail::EventDataStore'],
  rationale: 'Without an audit trail there is no record of who changed or read what, and removing the trail itself goes unseen.',
  remediation: 'Add an AuditTrail, or name the trail of the organization: Capability.AUDIT_TRAIL.providedBy(name, arn, owner).',
  isOfAccount: true,
}, (resource, model) => {
  if (resource.type === 'AWS::CloudTrail::Trail') {
    return every(
      isTrue(resource.at('IsLogging'), 'logging is off'),
      isPresent(resource.at('S3BucketName'), 'it has no bucket'),
      recordsManagementEvents.check(resource, model),
    );
  }
  const selectors = resource.at('AdvancedEventSelectors');
  const records = selectors.items().some((selector) => selector.at('FieldSelectors').items().some((field) => (
    textOf(field.at('Field').value) === 'eventCategory' && field.at('Equals').items().some(({ value }) => textOf(value) === 'Management')
  )));
  return every(
    resource.at('IngestionEnabled').isAbsent ? pass() : isTrue(resource.at('IngestionEnabled'), 'ingestion is off'),
    selectors.isAbsent || records ? pass('management events') : fail('it does not record management events', 'no such selector'),
  );
});
