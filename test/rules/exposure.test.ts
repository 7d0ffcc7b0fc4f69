import { exposureCases } from './cases/exposure';
import { prove } from './support/prove';

prove('EXPOSURE', exposureCases);
