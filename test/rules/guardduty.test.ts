import { guarddutyCases } from './cases/guardduty';
import { prove } from './support/prove';

prove('GUARDDUTY', guarddutyCases);
