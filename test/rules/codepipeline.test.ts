import { codepipelineCases } from './cases/codepipeline';
import { prove } from './support/prove';

prove('CODEPIPELINE', codepipelineCases);
