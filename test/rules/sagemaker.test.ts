import { sagemakerCases } from './cases/sagemaker';
import { prove } from './support/prove';

prove('SAGEMAKER', sagemakerCases);
