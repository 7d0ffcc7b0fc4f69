import { opensearchCases } from './cases/opensearch';
import { prove } from './support/prove';

prove('OPENSEARCH', opensearchCases);
