import { macieCases } from './cases/macie';
import { prove } from './support/prove';

prove('MACIE', macieCases);
