import { trustCases, trustEverywhereCases } from './cases/trust';
import { prove } from './support/prove';

prove('TRUST', [...trustCases, ...trustEverywhereCases]);
