import { appsyncCases } from './cases/appsync';
import { prove } from './support/prove';

prove('APPSYNC', appsyncCases);
