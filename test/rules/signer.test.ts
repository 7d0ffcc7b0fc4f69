import { signerCases } from './cases/signer';
import { prove } from './support/prove';

prove('SIGNER', signerCases);
