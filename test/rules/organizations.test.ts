import { organizationsCases } from './cases/organizations';
import { prove } from './support/prove';

prove('ORGANIZATIONS', organizationsCases);
