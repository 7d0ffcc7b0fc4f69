import { s3Cases } from './cases/s3';
import { prove } from './support/prove';

prove('S3', s3Cases);
