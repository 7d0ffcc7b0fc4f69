import { snsCases } from './cases/sns';
import { prove } from './support/prove';

prove('SNS', snsCases);
