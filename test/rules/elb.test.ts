import { elbCases } from './cases/elb';
import { prove } from './support/prove';

prove('ELB', elbCases);
