import { schedulerCases } from './cases/scheduler';
import { prove } from './support/prove';

prove('SCHEDULER', schedulerCases);
