import { rule as accessIsLogged } from './AccessIsLogged';
import { rule as accessListsAreOff } from './AccessListsAreOff';
import { rule as accessLogsAreClosed } from './AccessLogsAreClosed';
import { rule as accessPointIsPrivate } from './AccessPointIsPrivate';
import { rule as archiveIsLocked } from './ArchiveIsLocked';
import { rule as bucketIsPrivate } from './BucketIsPrivate';
import { rule as corsNamesOrigins } from './CorsNamesOrigins';
import { rule as hasLifecycle } from './HasLifecycle';
import { rule as isNoWebsite } from './IsNoWebsite';
import { rule as keepsVersions } from './KeepsVersions';
import { rule as outlivesStack } from './OutlivesStack';
import { rule as policyIsForNamedPrincipals } from './PolicyIsForNamedPrincipals';
import { rule as servicesActForNamed } from './ServicesActForNamed';
import { rule as underCustomerKey } from './UnderCustomerKey';
import type { Rule } from '../rule';

export const s3Rules: Rule[] = [
  archiveIsLocked,
  accessLogsAreClosed,
  bucketIsPrivate,
  accessIsLogged,
  policyIsForNamedPrincipals,
  servicesActForNamed,
  keepsVersions,
  underCustomerKey,
  isNoWebsite,
  accessListsAreOff,
  corsNamesOrigins,
  outlivesStack,
  hasLifecycle,
  accessPointIsPrivate,
];
