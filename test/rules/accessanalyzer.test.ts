import { accessanalyzerCases } from './cases/accessanalyzer';
import { prove } from './support/prove';

prove('ACCESSANALYZER', accessanalyzerCases);
