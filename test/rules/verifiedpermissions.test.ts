import { verifiedpermissionsCases } from './cases/verifiedpermissions';
import { prove } from './support/prove';

prove('VERIFIEDPERMISSIONS', verifiedpermissionsCases);
