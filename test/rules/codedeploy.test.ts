import { codedeployCases } from './cases/codedeploy';
import { prove } from './support/prove';

prove('CODEDEPLOY', codedeployCases);
