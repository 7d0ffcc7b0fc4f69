import { kinesisCases } from './cases/kinesis';
import { prove } from './support/prove';

prove('KINESIS', kinesisCases);
