import { pipesCases } from './cases/pipes';
import { prove } from './support/prove';

prove('PIPES', pipesCases);
