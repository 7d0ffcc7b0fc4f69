import { securityhubCases } from './cases/securityhub';
import { prove } from './support/prove';

prove('SECURITYHUB', securityhubCases);
