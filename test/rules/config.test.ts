import { configCases } from './cases/config';
import { prove } from './support/prove';

prove('CONFIG', configCases);
