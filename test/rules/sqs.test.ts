import { sqsCases } from './cases/sqs';
import { prove } from './support/prove';

prove('SQS', sqsCases);
