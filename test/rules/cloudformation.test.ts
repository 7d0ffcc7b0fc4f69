import { cloudformationCases } from './cases/cloudformation';
import { prove } from './support/prove';

prove('CLOUDFORMATION', cloudformationCases);
