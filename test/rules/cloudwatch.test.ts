import { cloudwatchCases } from './cases/cloudwatch';
import { prove } from './support/prove';

prove('CLOUDWATCH', cloudwatchCases);
