import { firehoseCases } from './cases/firehose';
import { prove } from './support/prove';

prove('FIREHOSE', firehoseCases);
