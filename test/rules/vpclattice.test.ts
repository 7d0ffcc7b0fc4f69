import { vpclatticeCases } from './cases/vpclattice';
import { prove } from './support/prove';

prove('VPCLATTICE', vpclatticeCases);
