import { codebuildCases } from './cases/codebuild';
import { prove } from './support/prove';

prove('CODEBUILD', codebuildCases);
