import { securitylakeCases } from './cases/securitylake';
import { prove } from './support/prove';

prove('SECURITYLAKE', securitylakeCases);
