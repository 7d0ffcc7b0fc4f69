import { logsCases } from './cases/logs';
import { prove } from './support/prove';

prove('LOGS', logsCases);
