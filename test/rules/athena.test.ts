import { athenaCases } from './cases/athena';
import { prove } from './support/prove';

prove('ATHENA', athenaCases);
