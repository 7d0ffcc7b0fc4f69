import { eksCases } from './cases/eks';
import { prove } from './support/prove';

prove('EKS', eksCases);
