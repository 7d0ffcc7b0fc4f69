import { cloudtrailCases } from './cases/cloudtrail';
import { prove } from './support/prove';

prove('CLOUDTRAIL', cloudtrailCases);
