import { Json, Mapped, OcsfClass, some, unmapped } from '../ocsf';
import { address, list, record, records, text, texts, timeOf } from '../values';

const [CREATE, UPDATE, CLOSE] = [1, 2, 3];
const LABELS: Record<string, number> = { INFORMATIONAL: 1, LOW: 2, MEDIUM: 3, HIGH: 4, CRITICAL: 5 };
const WORKFLOW: Record<string, number> = { NEW: 1, NOTIFIED: 2, SUPPRESSED: 3, RESOLVED: 4 };
const ARCHIVED = 5;
/** Where severities of GuardDuty begin: low, medium, high, critical. */
const FROM: [number, number][] = [[9, 5], [7, 4], [4, 3], [1, 2]];

/** Source: GuardDuty user guide, "GuardDuty finding format". */
export function guardDutyFinding(from: Json): Mapped | undefined {
  const [arn, type] = [text(from.arn), text(from.type)];
  if (arn === undefined || type === undefined) return undefined;
  const service = record(from.service) ?? {};
  const action = record(service.action);
  const count = typeof service.count === 'number' ? service.count : 1;
  const resource = record(from.resource) ?? {};
  return {
    ...finding(severityOf(from.severity), count > 1 ? UPDATE : CREATE, timeOf(from.updatedAt) ?? timeOf(from.createdAt)),
    product: 'Amazon GuardDuty',
    account: text(from.accountId),
    region: text(from.region),
    eventCode: type,
    attributes: {
      status_id: service.archived === true ? ARCHIVED : 1,
      finding_info: {
        uid: arn,
        uid_alt: text(from.id),
        title: text(from.title) ?? type,
        desc: text(from.description),
        types: [type],
        created_time: timeOf(from.createdAt),
        modified_time: timeOf(from.updatedAt),
        first_seen_time: timeOf(service.eventFirstSeen),
        last_seen_time: timeOf(service.eventLastSeen),
      },
      count: count > 1 && Number.isSafeInteger(count) ? count : undefined,
      resources: [{ type: text(resource.resourceType) ?? 'unknown', uid: idOf(resource), data: some({ ...resource }) }],
      evidences: action && [{ data: action, src_endpoint: endpointOf(action) }],
      unmapped: unmapped(from, new Set([
        'schemaVersion', 'accountId', 'region', 'partition', 'id', 'arn', 'type', 'resource', 'service', 'severity', 'createdAt', 'updatedAt', 'title', 'description',
      ])),
    },
  };
}

function idOf(resource: Json): string | undefined {
  return text(record(resource.lambdaDetails)?.functionArn) ?? text(record(resource.instanceDetails)?.instanceId)
    ?? text(record(list(resource.s3BucketDetails)[0])?.arn) ?? text(record(resource.accessKeyDetails)?.principalId);
}

/** Who GuardDuty saw at the other end. */
function endpointOf(action: Json): Json | undefined {
  const details = Object.entries(action).filter(([key]) => key.endsWith('Action')).map(([, value]) => record(value)).filter((one) => one !== undefined);
  const ip = details.map((one) => address(record(one.remoteIpDetails)?.ipAddressV4)).find((one) => one !== undefined);
  return ip === undefined ? undefined : { ip };
}

/** Source: Security Hub CSPM user guide, "AWS Security Finding Format (ASFF) syntax". */
export function securityHubFinding(from: Json): Mapped | undefined {
  const [id, title] = [text(from.Id), text(from.Title)];
  if (id === undefined || title === undefined) return undefined;
  const status = WORKFLOW[text(record(from.Workflow)?.Status) ?? ''] ?? 0;
  const isArchived = text(from.RecordState) === 'ARCHIVED';
  const [created, updated] = [timeOf(from.CreatedAt), timeOf(from.UpdatedAt)];
  const resources = records(from.Resources).map((one) => ({
    uid: text(one.Id), type: text(one.Type), region: text(one.Region), cloud_partition: text(one.Partition), data: record(one.Details),
  }));
  return {
    ...finding(LABELS[text(record(from.Severity)?.Label) ?? ''] ?? 0, isArchived || status === 4 ? CLOSE : created === updated ? CREATE : UPDATE, updated ?? created),
    product: 'AWS Security Hub',
    account: text(from.AwsAccountId),
    region: text(from.Region),
    eventCode: text(from.GeneratorId),
    attributes: {
      status_id: isArchived ? ARCHIVED : status,
      finding_info: {
        uid: id,
        title,
        desc: text(from.Description),
        types: texts(from.Types),
        created_time: created,
        modified_time: updated,
        first_seen_time: timeOf(from.FirstObservedAt),
        last_seen_time: timeOf(from.LastObservedAt),
        product_uid: text(from.ProductArn),
      },
      resources: resources.length > 0 ? resources : undefined,
      unmapped: unmapped(from, new Set([
        'SchemaVersion', 'Id', 'ProductArn', 'Region', 'GeneratorId', 'AwsAccountId', 'Types', 'FirstObservedAt', 'LastObservedAt', 'CreatedAt', 'UpdatedAt',
        'Severity', 'Title', 'Description', 'Resources', 'Workflow', 'WorkflowState', 'RecordState',
      ])),
    },
  };
}

/** A finding of our own detections and drills: docs/constructs/incident-responder.md. */
export function ownFinding(from: Json): Mapped | undefined {
  const [id, type] = [text(from.id), text(from.type)];
  if (id === undefined || type === undefined) return undefined;
  const targets = records(from.targets).map((one) => ({ uid: text(one.id), type: text(one.kind) }));
  return {
    ...finding(severityOf(from.severity), CREATE, timeOf(from.time)),
    product: 'cdk-zero-trust',
    eventCode: type,
    attributes: {
      status_id: 1,
      finding_info: { uid: id, title: text(from.title) ?? type, types: [type] },
      resources: targets.length > 0 ? targets : undefined,
      unmapped: unmapped(from, new Set(['id', 'type', 'severity', 'title', 'time', 'targets'])),
    },
  };
}

function finding(severityId: number, activityId: number, time: number | undefined) {
  return { classUid: OcsfClass.DETECTION_FINDING, severityId, activityId, time };
}

function severityOf(value: unknown): number {
  return typeof value !== 'number' ? 0 : FROM.find(([from]) => value >= from)?.[1] ?? 1;
}
