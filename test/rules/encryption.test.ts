import { encryptionCases } from './cases/encryption';
import { prove } from './support/prove';

prove('ENCRYPTION', encryptionCases);
