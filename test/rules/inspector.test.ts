import { inspectorCases } from './cases/inspector';
import { prove } from './support/prove';

prove('INSPECTOR', inspectorCases);
