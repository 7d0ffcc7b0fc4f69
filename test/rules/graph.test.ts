import { graphCases } from './cases/graph';
import { prove } from './support/prove';

prove('GRAPH', graphCases);
