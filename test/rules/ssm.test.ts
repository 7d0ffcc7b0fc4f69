import { ssmCases } from './cases/ssm';
import { prove } from './support/prove';

prove('SSM', ssmCases);
