import { ceCases } from './cases/ce';
import { prove } from './support/prove';

prove('CE', ceCases);
