import { dataflowCases } from './cases/dataflow';
import { prove } from './support/prove';

prove('DATAFLOW', dataflowCases);
