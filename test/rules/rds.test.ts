import { rdsCases } from './cases/rds';
import { prove } from './support/prove';

prove('RDS', rdsCases);
