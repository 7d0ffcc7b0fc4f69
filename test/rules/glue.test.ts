import { glueCases } from './cases/glue';
import { prove } from './support/prove';

prove('GLUE', glueCases);
