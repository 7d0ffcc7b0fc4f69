import { rule as accessLogsAreClosed } from './AccessLogsAreClosed';
import { rule as archiveIsLocked } from './ArchiveIsLocked';
import { rule as bucketIsPrivate } from './BucketIsPrivate';
import type { Rule } from '../rule';

export const s3Rules: Rule[] = [
  archiveIsLocked,
  accessLogsAreClosed,
  bucketIsPrivate,
];
