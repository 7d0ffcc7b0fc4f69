import { ecrCases } from './cases/ecr';
import { prove } from './support/prove';

prove('ECR', ecrCases);
