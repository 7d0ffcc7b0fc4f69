import { daxCases } from './cases/dax';
import { prove } from './support/prove';

prove('DAX', daxCases);
