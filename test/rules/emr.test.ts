import { emrCases } from './cases/emr';
import { prove } from './support/prove';

prove('EMR', emrCases);
