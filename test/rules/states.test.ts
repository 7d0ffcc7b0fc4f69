import { statesCases } from './cases/states';
import { prove } from './support/prove';

prove('STATES', statesCases);
