import { eventsCases } from './cases/events';
import { prove } from './support/prove';

prove('EVENTS', eventsCases);
