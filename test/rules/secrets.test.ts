import { secretsCases } from './cases/secrets';
import { prove } from './support/prove';

prove('SECRETS', secretsCases);
